//! The pages as a person without a browser would read them: in this process, as text.
//!
//! Used to rehearse the whole way with made-up people. It sends real requests through the
//! real router, over a store that is gone afterwards, on days that it is told.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, header};
use coxa_knowledge::Knowledge;
use jiff::civil::Date;
use tower::ServiceExt;

use crate::app::App;
use crate::{Clock, Store, routes};

/// The largest page that is read.
const LARGEST_PAGE: usize = 4 * 1024 * 1024;

/// Somebody who goes through the pages.
pub struct Caller {
    app: App,
    cookie: Option<String>,
}

/// A page as it was read.
#[derive(Debug, Clone)]
pub struct Read {
    /// Address it came from, after redirects.
    pub path: String,
    /// The page as HTML.
    pub html: String,
}

/// Why a page could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store could not be opened.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// A request was not answered with a page.
    #[error("{path} answered {status}: {text}")]
    NoPage {
        /// Address.
        path: String,
        /// Status.
        status: u16,
        /// What the page said.
        text: String,
    },
}

impl Caller {
    /// Somebody new, on a day.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub async fn new(knowledge: Arc<Knowledge>, today: Date) -> Result<Self, Error> {
        let store = Store::in_memory().await?;
        Ok(Self { app: App { knowledge, store, clock: Clock::fixed(today) }, cookie: None })
    }

    /// Goes on another day.
    pub fn on(&mut self, today: Date) {
        self.app.clock = Clock::fixed(today);
    }

    /// Reads a page, following where it sends.
    ///
    /// # Errors
    /// When there is no page.
    pub async fn get(&mut self, path: &str) -> Result<Read, Error> {
        self.follow(path.to_owned(), None).await
    }

    /// Sends a form and reads the page it leads to.
    ///
    /// # Errors
    /// When there is no page.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Read, Error> {
        let pairs = fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.follow(path.to_owned(), Some(body)).await
    }

    async fn follow(&mut self, mut path: String, mut form: Option<String>) -> Result<Read, Error> {
        for _ in 0..8 {
            let response = self.ask(&path, form.take()).await;
            self.keep_cookie(&response);
            let status = response.status();
            if let Some(to) = response.headers().get(header::LOCATION) {
                to.to_str().unwrap_or("/").clone_into(&mut path);
                continue;
            }
            let bytes = to_bytes(response.into_body(), LARGEST_PAGE).await.unwrap_or_default();
            let html = String::from_utf8_lossy(&bytes).into_owned();
            if status.is_success() {
                return Ok(Read { path, html });
            }
            return Err(Error::NoPage { path, status: status.as_u16(), text: text(&html) });
        }
        Err(Error::NoPage { path, status: 310, text: "too many redirects".into() })
    }

    async fn ask(&self, path: &str, form: Option<String>) -> Response<Body> {
        let request = Request::builder().uri(path).header(header::ACCEPT_LANGUAGE, "en-GB");
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let request = match form {
            Some(body) => request
                .method("POST")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body)),
            None => request.body(Body::empty()),
        };
        let request = request.unwrap_or_default();
        match routes::router(self.app.clone()).oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    fn keep_cookie(&mut self, response: &Response<Body>) {
        let set = response.headers().get(header::SET_COOKIE).and_then(|v| v.to_str().ok());
        if let Some(pair) = set.and_then(|s| s.split(';').next()) {
            self.cookie = Some(pair.to_owned());
        }
    }
}

/// A form value as it travels.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The words of a page's main part, a block a line.
#[must_use]
pub fn text(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let main = main.split_once('>').map_or(main, |(_, rest)| rest);
    let mut out = String::new();
    let mut rest = main;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&before.replace('\n', " "));
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        out.push_str(mark(tag));
        rest = skip(tag, next);
    }
    out.push_str(rest);
    tidy(&unescaped(&out))
}

/// What stands for a tag in text.
fn mark(tag: &str) -> &'static str {
    let name = tag.split([' ', '\n']).next().unwrap_or("");
    match name {
        "li" => "\n  - ",
        "h1" => "\n\n# ",
        "h2" => "\n\n## ",
        "h3" => "\n\n### ",
        "p" | "/p" | "/h1" | "/h2" | "/h3" | "section" | "article" | "legend" | "/legend"
        | "summary" | "fieldset" | "tr" | "button" | "label" | "form" | "/summary" => "\n",
        "br" | "/td" | "/th" | "/button" | "/label" => " ",
        _ => "",
    }
}

/// Drops what is not read: scripts and drawings.
fn skip<'t>(tag: &str, next: &'t str) -> &'t str {
    for (open, close) in [("script", "</script>"), ("svg", "</svg>")] {
        if tag.starts_with(open) {
            return next.split_once(close).map_or("", |(_, rest)| rest);
        }
    }
    next
}

fn unescaped(text: &str) -> String {
    let named = text.replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", "\"");
    let named = named.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">");
    named.replace("&lt;", "<").replace("&gt;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

/// One blank line at most between blocks, no blanks at the ends of lines.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut blank = true;
    for line in text.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = if line.trim_start().starts_with("- ") { format!("  {words}") } else { words };
        if line.trim().trim_start_matches('-').trim().is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
        } else {
            out.push_str(&line);
            out.push('\n');
            blank = false;
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn reads_blocks_and_leaves_scripts() {
        let html = "<main id=\"main\"><h1>Hi</h1>\n<p>It&#39;s <b>calm</b>.</p><ul><li>one</li></ul><script>x<y</script></main>";
        assert_eq!(text(html), "# Hi\n\nIt's calm.\n\n  - one");
    }
}
