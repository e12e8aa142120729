//! The page and what it is made of, built into the program.

use super::shared::Shared;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use std::sync::Arc;

/// Nothing comes from elsewhere, nothing is run that is written into the page, and no text becomes markup.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

macro_rules! files {
    ($($file:literal: $type:literal),* $(,)?) => {
        &[$((concat!("/", $file), $type, include_str!(concat!("page/", $file)))),*]
    };
}

const FILES: &[(&str, &str, &str)] = files! {
    "page.css": "text/css; charset=utf-8",
    "main.js": "text/javascript; charset=utf-8",
    "charts.js": "text/javascript; charset=utf-8",
    "dom.js": "text/javascript; charset=utf-8",
    "panel.js": "text/javascript; charset=utf-8",
    "stream.js": "text/javascript; charset=utf-8",
    "tables.js": "text/javascript; charset=utf-8",
    "token.js": "text/javascript; charset=utf-8",
    "tree.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
};

const PAGE: &str = include_str!("page/page.html");

pub(super) fn routes(mut router: Router<Arc<Shared>>) -> Router<Arc<Shared>> {
    for (path, kind, text) in FILES {
        router = router.route(path, get(async || ([(header::CONTENT_TYPE, *kind)], *text)));
    }
    router.route("/", get(async || ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE)))
}
