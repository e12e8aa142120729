//! The observer of the bank, in a browser, while customers move money and processes are killed at random.

#[path = "support/browser.rs"]
mod browser;
mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use browser::{Browser, chromium};
use my_bank::application::MyBank;
use my_bank::chaos::{Chaos, ChaosClient};
use my_bank::tree::bank;
use otp_runtime::observer::Observer;
use otp_runtime::prelude::*;
use otp_runtime::{Agent, application};
use support::{Customer, load, open};

const TOKEN: &str = "a token of the tests";
const EVIL: &str = r#"<img src=x onerror="window.evil=1">"#;

/// Some bank: its customers, who move money until it is over, and chaos.
struct Day {
    observer: SocketAddr,
    over: Arc<AtomicBool>,
    customers: tokio::task::JoinHandle<support::Told>,
    chaos: ChaosClient,
    _dir: tempfile::TempDir,
}

impl Day {
    async fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        application::put_env_persistent("my_bank", "dir", dir.path().to_owned());
        application::put_env_persistent("my_bank", "max_restarts", 1_000_000_u32);
        application::put_env_persistent("my_bank", "observer", Some(SocketAddr::from(([127, 0, 0, 1], 0))));
        application::put_env_persistent("my_bank", "observer_token", Some(TOKEN.to_owned()));
        application::start(MyBank::spec()).await.unwrap();
        let customer = Customer::of(&format!("http://{}", bank().endpoint().address().await.unwrap()));
        open(&customer, 16, 100_000).await;
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let customers =
            tokio::spawn(
                async move { load(&customer, 16, Duration::from_secs(60), move |_| until.load(SeqCst)).await },
            );
        let chaos = Chaos::start(Duration::from_millis(500)).await.unwrap();
        let observer = bank().child::<Observer>("Observer").address().wait().await.unwrap();
        Day { observer, over, customers, chaos, _dir: dir }
    }

    async fn end(self) {
        self.chaos.exit(ExitReason::Kill);
        self.over.store(true, SeqCst);
        self.customers.await.unwrap();
        application::stop("my_bank").await.unwrap();
    }
}

/// A row of the tree by its id, as JavaScript.
fn row(id: &str) -> String {
    format!(
        "[...document.querySelectorAll('[role=treeitem]')].find(row => row.querySelector('.id').textContent === {id:?})"
    )
}

fn element(selector: &str) -> String {
    format!("document.querySelector({selector:?})")
}

fn says(selector: &str, text: &str) -> String {
    format!("document.querySelector({selector:?})?.textContent.includes({text:?})")
}

/// What cannot be read well: text whose contrast with what is behind it is below 4.5.
const UNREADABLE: &str = r#"(() => {
    const parse = colour => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (; element; element = element.parentElement) {
            const colour = parse(getComputedStyle(element).backgroundColor);
            if ((colour[3] ?? 1) > 0.99) return colour;
        }
        return [255, 255, 255];
    };
    const wrong = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !element.checkVisibility() || element.disabled) continue;
        const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
        if ((a + 0.05) / (b + 0.05) < 4.5) wrong.push(`${element.className}: ${element.textContent}`);
    }
    return wrong;
})()"#;

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_the_bank_and_its_elements_do_what_they_say() {
    let Some(chromium) = chromium() else { return };
    let day = Day::begin().await;
    let evil = Agent::start(|| 7).name(EVIL).await.unwrap();
    let browser = Browser::start(&chromium).await;
    let page = format!("http://{}/", day.observer);

    // it fits and can be read, in each size and each colour
    for (width, height) in [(400, 850), (1400, 900)] {
        for scheme in ["light", "dark"] {
            browser.looks(width, height, scheme).await;
            browser.open(&page).await;
            browser.until(&row("books")).await;
            browser.until("document.querySelector('.curve').getAttribute('d').length > 20").await;
            browser.click(&format!("{}.querySelector('.twist')", row("books"))).await;
            // a kill may move the rows just then
            while browser.value(&says("#panel h2", "processor")).await != true {
                browser.click(&row("processor")).await;
            }
            assert_eq!(browser.value(UNREADABLE).await, serde_json::json!([]), "{width} {scheme}");
            browser.picture(&format!("process-{width}-{scheme}.png")).await;
            if width == 400 {
                // there it lies over the rest
                browser.click(&element("#panel .close")).await;
            }
            for tab in ["tree", "processes", "rates", "crashes"] {
                browser.click(&element(&format!("#tab-{tab}"))).await;
                browser.until(&format!("!document.querySelector('#{tab}-pane').hidden && document.querySelector('#{tab}-pane :is(tbody tr, [role=treeitem])')")).await;
                assert_eq!(browser.value(UNREADABLE).await, serde_json::json!([]), "{width} {scheme} {tab}");
                let fits = browser.value("document.documentElement.scrollWidth <= innerWidth").await;
                assert_eq!(fits, true, "{width} {scheme} {tab}: it is wider than the window");
                browser.picture(&format!("{tab}-{width}-{scheme}.png")).await;
            }
        }
    }

    // the keyboard, while nobody moves the rows
    day.chaos.stop().await.unwrap();
    browser.open(&page).await;
    // it may be restarting yet, and then there is nothing to open
    browser.until(&format!("{}.ariaExpanded === 'false'", row("books"))).await;
    browser.click(&row("my_bank")).await;
    browser.key("ArrowDown").await;
    browser.key("ArrowRight").await;
    browser.until(&row("processor")).await;
    browser.key("ArrowDown").await;
    browser.key("Enter").await;
    browser.until(&says("#panel h2", "processor")).await;
    browser.key("ArrowLeft").await;
    browser.key("ArrowLeft").await;
    browser.until(&format!("!({})", row("processor"))).await;
    browser.key("Escape").await;
    browser.until("document.querySelector('#panel').hasAttribute('data-empty')").await;
    browser.key("?").await;
    browser.until("document.querySelector('#keys').open").await;
    browser.click(&element("#keys button")).await;
    browser.until("!document.querySelector('#keys').open").await;
    browser.key("t").await;
    browser.until("document.documentElement.dataset.theme === 'light'").await;
    browser.click(&element("#theme")).await;
    browser.until("document.documentElement.dataset.theme === 'dark'").await;

    // who handles the most messages, and how many
    browser.click(&element("#tab-processes")).await;
    // which moves the columns
    browser.until("document.querySelector('#processes-pane tbody tr')").await;
    browser.click(&element("[data-sort=handled]")).await;
    browser.until("document.querySelector('th[aria-sort=descending] button').dataset.sort === 'handled'").await;
    // of each row: messages a second, and messages
    let cells = "[...document.querySelectorAll('#processes-pane tbody tr')].map(row => [row.cells[3].textContent, row.cells[4].textContent])";
    browser.until(&format!("{cells}.some(([rate]) => !['', '0'].includes(rate))")).await;
    let counts = format!("{cells}.map(([, count]) => parseFloat(count) * (count.endsWith('k') ? 1e3 : 1))");
    browser
        .until(&format!("{counts}[0] > 0 && {counts}.every((count, i, all) => i === 0 || count <= all[i - 1])"))
        .await;
    browser.click(&element("#processes-pane tbody button")).await;
    browser.until(r"/\d messages? · [\d.k]+ a second/.test(document.querySelector('#panel .facts').textContent)").await;

    // whatever somebody is called is text
    browser.key("/").await;
    browser.write("<img").await;
    browser.until(&says("#processes-pane tbody tr", EVIL)).await;
    browser.click(&element("#processes-pane tbody button")).await;
    browser.until(&says("#panel h2", EVIL)).await;
    browser.until(&says("#panel pre", "Agent")).await;
    assert_eq!(
        browser.value("[document.querySelector('img'), window.evil ?? null]").await,
        serde_json::json!([null, null])
    );

    // nothing is done without the token, nor with another
    let suspended = "document.querySelector('#panel > header .status').dataset.status === 'suspended'";
    browser.click(&element("[data-action=suspend]")).await;
    browser.until("document.querySelector('#token').open").await;
    browser.write("not the token at all").await;
    browser.key("Enter").await;
    browser.until(&says("#token-why", "not the token")).await;
    assert!(!evil.sys().status().await.unwrap().suspended);
    browser.write(TOKEN).await;
    browser.key("Enter").await;
    browser.until(suspended).await;
    assert!(evil.sys().status().await.unwrap().suspended);
    browser.click(&element("[data-action=resume]")).await;
    browser.until(&format!("!({suspended})")).await;
    browser.click(&element("[data-action=trace]")).await;
    browser.until(&says("#panel", "Each message it handles")).await;
    evil.update(|state| *state += 1).await.unwrap();
    browser.until(&says(".trace", "got call")).await;
    browser.click(&element("[data-action=trace]")).await;
    browser.until(&says("[data-action=trace]", "Trace messages")).await;
    let died = evil.monitor();
    browser.click(&element("[data-action=kill]")).await;
    browser.until(&says("[data-action=kill]", "sure")).await;
    browser.click(&element("[data-action=kill]")).await;
    assert_eq!(died.await.reason, ExitReason::Killed);
    browser.until(&says("#panel", "has ended")).await;
    browser.click(&element("#tab-crashes")).await;
    browser.until(&says("#crashes-pane tbody", EVIL)).await;
    assert_eq!(
        browser.value("[document.querySelector('img'), window.evil ?? null]").await,
        serde_json::json!([null, null])
    );

    // the wrong token and the process that has ended: the browser itself logs these answers
    let complaints = browser.complaints();
    let odd: Vec<_> = complaints.iter().filter(|complaint| !complaint.contains("401")).collect();
    assert!(odd.is_empty(), "{odd:?}");

    // it says so when the program is gone, and goes on when that is back
    bank().terminate_child("Observer").await.unwrap();
    browser.until(&says("#link", "no answer")).await;
    bank().restart_child("Observer").await.unwrap();
    browser.until("document.querySelector('#link').dataset.state === 'live'").await;
    day.end().await;
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_another_site_reads_and_changes_nothing() {
    let Some(chromium) = chromium() else { return };
    let day = Day::begin().await;
    let victim = Agent::start(|| 7).name("victim").await.unwrap();
    // under another name it is another site
    let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let evil = format!("http://localhost:{}/", door.local_addr().unwrap().port());
    let blank =
        axum::Router::new().route("/", axum::routing::get(async || axum::response::Html("<title>evil</title>")));
    let server = tokio::spawn(async move { axum::serve(door, blank).await });
    let browser = Browser::start(&chromium).await;
    browser.open(&evil).await;
    browser.until("document.title === 'evil'").await;
    let pid = victim.pid().unwrap().to_string();
    let kill = format!("http://{}/api/process/{}/kill", day.observer, pid.trim_matches(['<', '>']));
    for attempt in [
        format!("fetch('{kill}', {{ method: 'POST', mode: 'no-cors', credentials: 'include' }})"),
        format!("fetch('{kill}', {{ method: 'POST' }})"),
        // even one that knows the token
        format!("fetch('{kill}', {{ method: 'POST', headers: {{ authorization: 'Bearer {TOKEN}' }} }})"),
        format!(
            "new Promise((ok, no) => {{ const f = document.createElement('form'); f.method = 'post'; f.action = '{kill}'; f.target = 'x'; \
                 const i = document.createElement('iframe'); i.name = 'x'; i.onload = ok; document.body.append(i, f); f.submit(); setTimeout(no, 3000); }})"
        ),
        format!(
            "fetch('http://{}/api/summary').then(answer => answer.text()).then(text => window.read = text)",
            day.observer
        ),
        format!("import('http://{}/main.js').then(() => window.read = 'script')", day.observer),
    ] {
        browser.value(&format!("{attempt}.then(() => 'done', () => 'refused')")).await;
    }
    assert_eq!(browser.value("window.read ?? null").await, serde_json::Value::Null);
    assert_eq!(victim.get(|state| *state).await, Ok(7));
    // and under a name that somebody has pointed here
    let rebound = format!("http://rebound.localhost:{}/", day.observer.port());
    browser.open(&rebound).await;
    browser.until("document.body.innerText.includes('error') || document.title.startsWith('Observer')").await;
    let read = browser.value("fetch('api/summary').then(answer => answer.status)").await;
    assert_eq!(read, 401, "looking under a name that is not this machine's needs the token");
    assert!(victim.is_alive());
    server.abort();
    day.end().await;
}
