//! Who may do what: names of the host, origins, methods, tokens.

use super::api::Till;
use super::client::{TOKEN, Visitor};
use otp_runtime::observer::{self, ObserverError};
use otp_runtime::prelude::*;

const BEARER: &str = "Bearer a token of the tests";

#[otp_runtime::test]
async fn without_a_token_it_is_there_under_the_names_of_this_machine_only() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    for (host, status) in [
        ("127.0.0.1", 200),
        ("127.0.0.1:4000", 200),
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("[::1]:80", 200),
        ("127.9.9.9", 200),
        ("evil.example", 403),
        ("evil.example:80", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("evil.example:127.0.0.1", 403),
        ("192.168.1.1", 403),
        ("0.0.0.0", 403),
        ("[::]", 403),
        ("localhost:", 403),
        ("", 400),
    ] {
        for path in ["/", "/main.js", "/api/summary", "/api/events?open=x"] {
            let answer = visitor.ask("GET", path, &[("host", host)]).await;
            let status = if status == 200 && path.contains("open=x") { 400 } else { status };
            // a request without a host may be refused in either way
            assert!(
                answer.status == status || (host.is_empty() && answer.status == 403),
                "{host} {path}: {}",
                answer.status
            );
        }
    }
}

#[otp_runtime::test]
async fn nothing_can_be_changed_without_control() {
    let till = Till::start_link(5).await.unwrap();
    let pid = till.pid().unwrap().to_string();
    for observer in [observer::serve(([127, 0, 0, 1], 0)), observer::serve(([127, 0, 0, 1], 0)).token(TOKEN)] {
        let visitor = Visitor::of(&observer.start_link().await.unwrap()).await;
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            for action in ["suspend", "resume", "kill", "trace"] {
                let path = format!("/api/process/{}/{action}", pid.trim_matches(['<', '>']));
                let answer = visitor.ask(method, &path, &[("authorization", BEARER)]).await;
                assert_eq!(
                    (answer.status, &answer.json()["error"]["code"]),
                    (403, &"control".into()),
                    "{method} {action}"
                );
            }
        }
    }
    assert_eq!(till.cents().await, Ok(5));
}

#[otp_runtime::test]
async fn the_page_of_another_site_cannot_change_anything() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).token(TOKEN).control(true).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    let till = Till::start_link(5).await.unwrap();
    let pid = till.pid().unwrap().to_string();
    let path = format!("/api/process/{}/suspend", pid.trim_matches(['<', '>']));
    let own = format!("http://{}", visitor.address);
    let port = visitor.address.port();
    let refused = [
        // method, token, origin, site
        ("POST", "", "", "", 401),
        ("POST", "Bearer", "", "", 401),
        ("POST", "Bearer ", "", "", 401),
        ("POST", "Bearer a token of the test", "", "", 401),
        ("POST", "Bearer a token of the tests ", "", "", 200),
        ("POST", "Bearer a token of the testS", "", "", 401),
        ("POST", "Bearer a token of the tests!", "", "", 401),
        ("POST", "Basic a token of the tests", "", "", 401),
        ("POST", "bearer a token of the tests", "", "", 401),
        ("POST", "", own.as_str(), "same-origin", 401),
        ("POST", BEARER, "http://evil.example", "cross-site", 403),
        ("POST", BEARER, "http://evil.example", "", 403),
        ("POST", BEARER, "http://evil.example", "same-origin", 403),
        ("POST", BEARER, "null", "", 403),
        ("POST", BEARER, "null", "same-origin", 403),
        ("POST", BEARER, "file://", "", 403),
        ("POST", BEARER, "http://127.0.0.1", "", 403),
        ("POST", BEARER, "http://127.0.0.1:1", "", 403),
        ("POST", BEARER, &format!("http://localhost:{port}"), "", 403),
        ("POST", BEARER, &format!("http://127.0.0.1:{port}.evil.example"), "", 403),
        ("POST", BEARER, &format!("http://evil.example@127.0.0.1:{port}"), "", 403),
        ("POST", BEARER, own.as_str(), "cross-site", 403),
        ("POST", BEARER, own.as_str(), "same-site", 403),
        ("POST", BEARER, "", "cross-site", 403),
        ("POST", BEARER, "", "same-site", 403),
        ("GET", BEARER, own.as_str(), "same-origin", 405),
        ("PUT", BEARER, own.as_str(), "same-origin", 405),
        ("OPTIONS", "", "http://evil.example", "cross-site", 403),
    ];
    for (method, token, origin, site, status) in refused {
        let headers = [("authorization", token), ("origin", origin), ("sec-fetch-site", site)];
        let answer = visitor.ask(method, &path, &headers).await;
        assert_eq!(answer.status, status, "{method} {token:?} {origin:?} {site:?}: {}", answer.body);
        assert!(!answer.head.to_ascii_lowercase().contains("access-control"), "{}", answer.head);
        if status != 200 {
            assert_eq!(
                visitor.get(path.trim_end_matches("/suspend")).await["status"],
                "idle",
                "{token:?} {origin:?} {site:?}"
            );
        } else {
            till.sys().resume().await.unwrap();
        }
    }
    for (origin, site) in
        [("", ""), ("", "none"), ("", "same-origin"), (own.as_str(), "same-origin"), (own.as_str(), "")]
    {
        let headers = [("authorization", BEARER), ("origin", origin), ("sec-fetch-site", site)];
        assert_eq!(visitor.ask("POST", &path, &headers).await.status, 200, "{origin:?} {site:?}");
        assert_eq!(visitor.get(path.trim_end_matches("/suspend")).await["status"], "suspended");
        till.sys().resume().await.unwrap();
    }
}

#[otp_runtime::test]
async fn away_from_loopback_nobody_looks_without_the_token() {
    let observer = observer::serve(([0, 0, 0, 0], 0)).token(TOKEN).start_link().await.unwrap();
    let port = observer.address().await.unwrap().port();
    let visitor = Visitor { address: ([127, 0, 0, 1], port).into() };
    // whatever host somebody claims to ask
    for host in ["evil.example", "localhost", "127.0.0.1"] {
        let answer = visitor.ask("GET", "/api/summary", &[("host", host)]).await;
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (401, &"token".into()), "{host}");
        assert!(answer.has("www-authenticate: bearer"));
        let answer = visitor.ask("GET", "/api/summary", &[("host", host), ("authorization", BEARER)]).await;
        assert_eq!(answer.status, 200, "{host}");
        // the page asks for it
        assert_eq!(visitor.ask("GET", "/", &[("host", host)]).await.status, 200);
    }
}

#[otp_runtime::test]
async fn what_would_not_be_safe_does_not_start() {
    let error = |builder: observer::ObserverBuilder| async {
        match builder.await {
            Err(StartError::Init(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    let open = observer::serve(([0, 0, 0, 0], 0));
    assert!(matches!(error(open.clone()).await, ObserverError::NeedsToken(_)));
    assert!(matches!(error(open.clone().control(true)).await, ObserverError::NeedsToken(_)));
    assert!(matches!(error(open.token("short")).await, ObserverError::ShortToken(5)));
    let home = observer::serve(([127, 0, 0, 1], 0));
    assert!(matches!(error(home.clone().control(true)).await, ObserverError::ControlNeedsToken));
    assert!(matches!(error(home.clone().token("")).await, ObserverError::ShortToken(0)));
    assert!(!format!("{:?}", home.token("a very secret text")).contains("secret"));
}

#[otp_runtime::test]
async fn every_answer_stays_where_it_goes() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    for (path, host) in [
        ("/", "localhost"),
        ("/main.js", "localhost"),
        ("/api/summary", "localhost"),
        ("/x", "localhost"),
        ("/", "evil"),
    ] {
        let answer = visitor.ask("GET", path, &[("host", host)]).await;
        for header in [
            "cache-control: no-store",
            "x-frame-options: deny",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(answer.has(header), "{path} {header}: {}", answer.head);
        }
        assert!(answer.head.contains("default-src 'none'") && answer.head.contains("frame-ancestors 'none'"));
        assert!(!answer.head.contains("unsafe-inline"));
    }
}
