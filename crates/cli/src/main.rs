fn main() {
    let dir = std::env::args().nth(1).unwrap_or("knowledge".into());
    let mut files = vec![];
    fn walk(d: &std::path::Path, base: &std::path::Path, f: &mut Vec<(String, String)>) {
        for e in std::fs::read_dir(d).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() {
                walk(&p, base, f)
            } else {
                f.push((
                    p.strip_prefix(base).unwrap().to_string_lossy().into(),
                    std::fs::read_to_string(&p).unwrap(),
                ))
            }
        }
    }
    walk(std::path::Path::new(&dir), std::path::Path::new(&dir), &mut files);
    let only: Vec<String> = std::env::args().skip(2).collect();
    let (k, faults) =
        coxa_knowledge::read::read_all(files.iter().map(|(a, b)| (a.as_str(), b.as_str())));
    let mut n = 0;
    for f in faults {
        if only.is_empty() || only.iter().any(|o| f.file.contains(o.as_str())) {
            println!("{f}");
            n += 1;
        }
    }
    println!(
        "{n} faults; {} exercises {} conditions {} flags {} sources",
        k.exercises.len(),
        k.conditions.len(),
        k.flags.len(),
        k.sources.len()
    );
}
