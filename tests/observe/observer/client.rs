//! Somebody who asks an observer, header by header.

use otp_runtime::observer::ObserverClient;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A token that is long enough.
pub(super) const TOKEN: &str = "a token of the tests";

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(super) fn has(&self, header: &str) -> bool {
        self.head.to_ascii_lowercase().lines().any(|line| line == header)
    }
}

/// The client of an observer at an address.
#[derive(Clone, Copy)]
pub(super) struct Visitor {
    pub(super) address: SocketAddr,
}

impl Visitor {
    pub(super) async fn of(observer: &ObserverClient) -> Self {
        Visitor { address: observer.address().await.unwrap() }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], close: bool) -> TcpStream {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request.push_str(&format!("host: {}\r\n", self.address));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(if close {
            "connection: close\r\ncontent-length: 0\r\n\r\n"
        } else {
            "content-length: 0\r\n\r\n"
        });
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    pub(super) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.send(method, path, headers, true).await;
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await.unwrap();
        let text = String::from_utf8(text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, &[]).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    pub(super) async fn post(&self, path: &str) -> Answer {
        let bearer = format!("Bearer {TOKEN}");
        self.ask("POST", path, &[("authorization", &bearer), ("sec-fetch-site", "same-origin")]).await
    }

    /// The events of a path that streams them.
    pub(super) async fn events(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Events {
        let stream = self.send(method, path, headers, false).await;
        let mut events = Events { stream: BufReader::new(stream), text: String::new() };
        let head = events.until("\r\n\r\n").await.expect("a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("text/event-stream"), "{head}");
        events
    }
}

pub(super) struct Events {
    stream: BufReader<TcpStream>,
    text: String,
}

impl Events {
    /// What comes before `end`; `None` when the stream is over.
    async fn until(&mut self, end: &str) -> Option<String> {
        loop {
            if let Some((before, after)) = self.text.split_once(end) {
                let (before, after) = (before.to_owned(), after.to_owned());
                self.text = after;
                return Some(before);
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return None,
                Ok(read) => self.text.push_str(std::str::from_utf8(&buffer[..read]).expect("these tests are ASCII")),
            }
        }
    }

    /// The next event of that name, as JSON; `None` when there will be none.
    pub(super) async fn next(&mut self, name: &str) -> Option<Value> {
        loop {
            // the chunks' own lines are between those of the events
            let event = self.until("\n\n").await?;
            if !event.contains(&format!("event: {name}")) {
                continue;
            }
            let data = event.lines().find_map(|line| line.strip_prefix("data: ")).expect("data");
            return Some(serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}")));
        }
    }
}
