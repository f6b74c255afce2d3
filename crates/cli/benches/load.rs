//! What the real binary holds: start-up, pages at a steady rate, memory.
//!
//! `cargo bench -p coxa --bench load`. Starts the release binary on loopback with a fresh
//! data folder, goes the way to a plan, then asks for pages at a fixed rate. Each request
//! counts from the moment at which it was due, so that a slow answer delays nothing. Then it
//! looks for the highest rate whose 99th percentile stays under the bar.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PAGES: [&str; 8] = [
    "/today",
    "/plan",
    "/pattern",
    "/progress",
    "/library",
    "/exercise/bridge",
    "/condition/outer-hip-tendon-pain",
    "/screen/right-now",
];
const BAR_MS: f64 = 10.0;
const SECONDS: u64 = 8;

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let Ok(runtime) = runtime else { panic!("no runtime") };
    runtime.block_on(async {
        let server = Server::start();
        println!("start-up, until the address is printed: {:.0} ms (bar 100)", server.started_ms);
        println!("resident memory after start: {:.1} MiB", server.memory_mib());
        let cookie = Arc::new(prepare(server.address).await);
        let bar = steady(server.address, &cookie, 500).await;
        println!("500 requests/s: median {:.2} ms, p99 {:.2} ms (bar {BAR_MS}), {} errors", bar.median, bar.p99, bar.errors);
        println!("resident memory after it: {:.1} MiB (bar 64)", server.memory_mib());
        let mut held = if bar.holds() { 500 } else { 0 };
        for rate in [750, 1000, 1250, 1500, 2000, 2500, 3000, 4000] {
            let run = steady(server.address, &cookie, rate).await;
            println!("{rate} requests/s: median {:.2} ms, p99 {:.2} ms, {} errors", run.median, run.p99, run.errors);
            if !run.holds() {
                break;
            }
            held = rate;
        }
        println!("highest rate held under the bar: {held} requests/s, with client and server on one machine");
    });
}

struct Server {
    child: Child,
    address: SocketAddr,
    started_ms: f64,
    folder: PathBuf,
}

impl Server {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("coxa-load-{}", std::process::id()));
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_coxa"))
            .args(["serve", "--addr", "127.0.0.1:0", "--data"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else { panic!("the binary does not start") };
        let Some(out) = child.stdout.take() else { panic!("no output") };
        let mut line = String::new();
        let _ = BufReader::new(out).read_line(&mut line);
        let started_ms = started.elapsed().as_secs_f64() * 1e3;
        let address = line.split("http://").nth(1).and_then(|l| l.split('/').next());
        let Some(Ok(address)) = address.map(str::parse) else { panic!("no address in {line:?}") };
        Self { child, address, started_ms, folder }
    }

    /// Resident memory, as the system counts it; 0 where it does not tell.
    fn memory_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|l| l.starts_with("VmRSS:"));
        let kib: Option<f64> = line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok());
        kib.unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Goes from the first page to a plan; returns the cookie.
async fn prepare(address: SocketAddr) -> String {
    let none = "rest=no";
    let steps = [
        ("/start", "door=hurts"),
        ("/screen/about-you", "age-years=45&sex-at-birth=female"),
        ("/screen/right-now", none),
        ("/screen/recent-weeks", none),
        ("/screen/leg-and-nerve", none),
        ("/screen/belly-groin-calf", none),
        ("/screen/gates", none),
        ("/where", "pain-sites=outer-hip-right&travels-to=nowhere"),
        (
            "/how",
            "lie=worse&onset=gradual&duration-weeks=10&trend=same&pain-worst=5&pain-usual=3&morning-stiff-min=10&sit-hours=6&drive-hours=3&run-times=3&lift-days=0",
        ),
        ("/checks", "shown=lying-on-side-hurts&lying-on-side-hurts=yes&rest=no"),
        ("/options", "option=self-managed-plan"),
        ("/setup", "minutes=20&days=5&floor=floor&kit=chair&kit=stair"),
        ("/after", "worst=3&now=2&effort=right"),
    ];
    let mut cookie = String::new();
    let mut stream = Connection::open(address).await;
    for (path, body) in steps {
        let head = stream.ask("POST", path, &cookie, body).await;
        if let Some(set) = head.lines().find(|l| l.to_ascii_lowercase().starts_with("set-cookie:"))
        {
            let pair = set.split_once(':').map_or("", |(_, v)| v.trim());
            pair.split(';').next().unwrap_or("").clone_into(&mut cookie);
        }
        assert!(head.starts_with("HTTP/1.1 303"), "{path} answered {head}");
    }
    cookie
}

struct Run {
    median: f64,
    p99: f64,
    errors: usize,
}

impl Run {
    fn holds(&self) -> bool {
        self.p99 < BAR_MS && self.errors == 0
    }
}

/// Asks for pages at a fixed rate for some seconds, over sixteen connections.
async fn steady(address: SocketAddr, cookie: &Arc<String>, rate: u64) -> Run {
    const CONNECTIONS: u64 = 16;
    let begin = Instant::now() + Duration::from_millis(50);
    let mut workers = Vec::new();
    for worker in 0..CONNECTIONS {
        let cookie = cookie.clone();
        workers.push(tokio::spawn(async move {
            let mut stream = Connection::open(address).await;
            let (mut times, mut errors) = (Vec::new(), 0);
            for n in (worker..rate * SECONDS).step_by(usize::try_from(CONNECTIONS).unwrap_or(1)) {
                let due = begin + Duration::from_nanos(n * 1_000_000_000 / rate);
                tokio::time::sleep_until(due.into()).await;
                let page = PAGES[usize::try_from(n).unwrap_or(0) % PAGES.len()];
                let head = stream.ask("GET", page, &cookie, "").await;
                times.push(due.elapsed().as_secs_f64() * 1e3);
                errors += usize::from(!head.starts_with("HTTP/1.1 200"));
            }
            (times, errors)
        }));
    }
    let (mut times, mut errors) = (Vec::new(), 0);
    for worker in workers {
        if let Ok((t, e)) = worker.await {
            times.extend(t);
            errors += e;
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| {
        times.get((times.len().max(1) - 1) * share / 100).copied().unwrap_or(f64::NAN)
    };
    Run { median: at(50), p99: at(99), errors }
}

/// One kept-alive connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let Ok(stream) = TcpStream::connect(address).await else { panic!("cannot connect") };
        let _ = stream.set_nodelay(true);
        Self { stream, buffer: Vec::new() }
    }

    /// Sends a request, reads the whole answer and returns its head.
    async fn ask(&mut self, method: &str, path: &str, cookie: &str, body: &str) -> String {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {cookie}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let _ = self.stream.write_all(request.as_bytes()).await;
        let head = self.until(b"\r\n\r\n").await;
        let lower = head.to_ascii_lowercase();
        let length = lower.lines().find_map(|l| l.strip_prefix("content-length:"));
        if let Some(length) = length.and_then(|l| l.trim().parse::<usize>().ok()) {
            while self.buffer.len() < length {
                self.more().await;
            }
            self.buffer.drain(..length);
        } else if lower.contains("transfer-encoding: chunked") {
            self.until(b"0\r\n\r\n").await;
        }
        head
    }

    async fn until(&mut self, mark: &[u8]) -> String {
        loop {
            if let Some(at) = self.buffer.windows(mark.len()).position(|w| w == mark) {
                let taken: Vec<u8> = self.buffer.drain(..at + mark.len()).collect();
                return String::from_utf8_lossy(&taken).into_owned();
            }
            self.more().await;
        }
    }

    async fn more(&mut self) {
        let mut chunk = [0; 16384];
        match self.stream.read(&mut chunk).await {
            Ok(n) if n > 0 => self.buffer.extend_from_slice(&chunk[..n]),
            _ => panic!("the connection closed"),
        }
    }
}
