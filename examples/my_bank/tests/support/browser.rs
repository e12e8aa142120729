//! Chromium without a window, told what to do through a pipe (the DevTools protocol).

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::oneshot;

type Answers = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// A browser with one page.
pub(super) struct Browser {
    child: Child,
    commands: Mutex<ChildStdin>,
    answers: Answers,
    /// What the page complained of: errors of its scripts, what its policy refused.
    complaints: Arc<Mutex<Vec<String>>>,
    next: AtomicU64,
    session: String,
    _profile: tempfile::TempDir,
}

/// Where Chromium is, if it is here. `CHROMIUM` says so, or the search path. With `OTP_NEEDS_CHROMIUM` it has to be.
pub(super) fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let of_path = std::env::split_paths(&path).flat_map(|dir| named.map(|name| dir.join(name)));
    let found = std::env::var_os("CHROMIUM").map(PathBuf::from).into_iter().chain(of_path).find(|path| path.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("OTP_NEEDS_CHROMIUM").is_none(),
            "there is no chromium, and OTP_NEEDS_CHROMIUM is set"
        );
        // past whoever keeps what tests print
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: there is no chromium in the search path, nor where CHROMIUM says");
    }
    found
}

impl Browser {
    pub(super) async fn start(chromium: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // it reads commands from descriptor 3, and writes to 4
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null"#, "sh"])
            .arg(chromium)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(["--remote-debugging-pipe", "about:blank"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (commands, told) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (answers, complaints) = (Answers::default(), Arc::<Mutex<Vec<String>>>::default());
        let (waiting, heard) = (answers.clone(), complaints.clone());
        std::thread::spawn(move || {
            for message in BufReader::new(told).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice::<Value>(&message) else { continue };
                match message["id"].as_u64() {
                    Some(id) => {
                        if let Some(answer) = waiting.lock().unwrap().remove(&id) {
                            let _ = answer.send(message);
                        }
                    }
                    None => heard.lock().unwrap().extend(complaint(&message)),
                }
            }
            // whoever waits waits in vain
            waiting.lock().unwrap().clear();
        });
        let next = AtomicU64::new(1);
        let (commands, session) = (Mutex::new(commands), String::new());
        let mut browser = Browser { child, commands, answers, complaints, next, session, _profile: profile };
        let targets = browser.send("Target.getTargets", json!({})).await;
        let page = targets["targetInfos"].as_array().unwrap().iter().find(|target| target["type"] == "page").unwrap();
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        browser.session = browser.send("Target.attachToTarget", attach).await["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Runtime", "Log"] {
            browser.send(&format!("{domain}.enable"), json!({})).await;
        }
        browser
    }

    pub(super) async fn send(&self, method: &str, parameters: Value) -> Value {
        let (tell, answer) = oneshot::channel();
        let id = self.next.fetch_add(1, Relaxed);
        self.answers.lock().unwrap().insert(id, tell);
        let mut command = json!({ "id": id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            command["sessionId"] = json!(self.session);
        }
        let mut line = serde_json::to_vec(&command).unwrap();
        line.push(0);
        self.commands.lock().unwrap().write_all(&line).unwrap();
        let answer = tokio::time::timeout(Duration::from_secs(30), answer).await;
        let answer = answer.expect("the browser answers").expect("the browser is there");
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub(super) async fn open(&self, url: &str) {
        self.send("Page.navigate", json!({ "url": url })).await;
    }

    /// A window of that size, in that colour scheme.
    pub(super) async fn looks(&self, width: u32, height: u32, scheme: &str) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.send("Emulation.setDeviceMetricsOverride", size).await;
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.send("Emulation.setEmulatedMedia", scheme).await;
    }

    /// What a JavaScript expression is, a promise's value if it is one.
    pub(super) async fn value(&self, expression: &str) -> Value {
        let ask = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.send("Runtime.evaluate", ask).await;
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true. One that throws is not: the page may be loading yet.
    pub(super) async fn until(&self, expression: &str) {
        let begun = Instant::now();
        let so = format!("(() => {{ try {{ return Boolean({expression}) }} catch {{ return false }} }})()");
        while self.value(&so).await != true {
            if begun.elapsed() > Duration::from_secs(20) {
                let page = self.value("document.body.innerText").await;
                panic!("not so after 20 s: {expression}\n{}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Clicks, with the mouse, the middle of the element that an expression gives, once it is there and nothing covers it.
    pub(super) async fn click(&self, element: &str) {
        let middle = format!(
            "(() => {{ const e = {element}; e.scrollIntoView({{ block: 'center' }}); const b = e.getBoundingClientRect(); \
             const at = [b.x + b.width / 2, b.y + b.height / 2]; return e.contains(document.elementFromPoint(...at)) && at; }})()"
        );
        self.until(&middle).await;
        let at = self.value(&middle).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let press = json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 });
            self.send("Input.dispatchMouseEvent", press).await;
        }
    }

    pub(super) async fn key(&self, key: &str) {
        let text = match key {
            "Enter" => Some("\r"),
            one if one.chars().count() == 1 => Some(one),
            _ => None,
        };
        let down = json!({ "type": "keyDown", "key": key, "text": text.unwrap_or_default() });
        self.send("Input.dispatchKeyEvent", down).await;
        self.send("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key })).await;
    }

    pub(super) async fn write(&self, text: &str) {
        self.send("Input.insertText", json!({ "text": text })).await;
    }

    /// What the page complained of since this was asked last.
    pub(super) fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut *self.complaints.lock().unwrap())
    }

    /// Keeps a picture of the page, in the directory that `OTP_SCREENSHOTS` names.
    pub(super) async fn picture(&self, name: &str) {
        let Some(dir) = std::env::var_os("OTP_SCREENSHOTS") else { return };
        let picture = self.send("Page.captureScreenshot", json!({})).await;
        let decode = Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut decode = decode.unwrap();
        let text = picture["data"].as_str().unwrap().to_owned();
        let mut into = decode.stdin.take().unwrap();
        std::thread::spawn(move || into.write_all(text.as_bytes()));
        std::fs::write(PathBuf::from(dir).join(name), decode.wait_with_output().unwrap().stdout).unwrap();
    }
}

fn complaint(message: &Value) -> Option<String> {
    let parameters = &message["params"];
    match message["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(parameters["exceptionDetails"].to_string()),
        "Log.entryAdded" if parameters["entry"]["level"] == "error" => Some(parameters["entry"].to_string()),
        _ => None,
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
