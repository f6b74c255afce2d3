//! x
pub(crate) fn run(_k: coxa_knowledge::Knowledge, _c: Option<u32>) -> anyhow::Result<()> {
    Ok(())
}
