//! The health checker: asks everybody from time to time, and remembers what they said.

use std::time::Duration;

use otp_runtime::prelude::*;
use serde_json::{Value, json};

use crate::books::Totals;
use crate::tree::bank;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);
/// How long somebody who is well may take to answer.
const PROMPT: Duration = Duration::from_millis(500);

/// What was found.
#[derive(Clone, Debug)]
pub struct Report {
    processor: Result<(), String>,
    endpoint: Result<(), String>,
    /// What the books say, or why they say nothing.
    totals: Result<Totals, String>,
}

impl Report {
    /// Whether everybody answers and the books balance.
    pub fn is_well(&self) -> bool {
        self.processor.is_ok() && self.endpoint.is_ok() && self.totals.as_ref().is_ok_and(Totals::balance)
    }

    /// The report for programs.
    pub fn to_json(&self) -> Value {
        let said = |answer: Result<(), &String>| match answer {
            Ok(()) => Value::from("ok"),
            Err(why) => Value::from(why.as_str()),
        };
        let totals = self.totals.as_ref().ok();
        json!({
            "status": if self.is_well() { "ok" } else { "degraded" },
            "processor": said(self.processor.as_ref().map(drop)),
            "endpoint": said(self.endpoint.as_ref().map(drop)),
            "reader": said(self.totals.as_ref().map(drop)),
            "books_balance": totals.map(Totals::balance),
            "accounts": totals.map(|totals| totals.accounts),
            "transactions": totals.map(|totals| totals.transactions),
        })
    }
}

/// Looks after the others.
pub struct HealthChecker {
    report: Report,
}

struct Look;

#[gen_server]
impl HealthChecker {
    /// Looks for the first time when all of the bank has started.
    #[init]
    pub fn init(ctx: &mut Context<Self>) -> Self {
        ctx.client().send(Look);
        let yet = || String::from("not asked yet");
        HealthChecker { report: Report { processor: Err(yet()), endpoint: Err(yet()), totals: Err(yet()) } }
    }

    /// What was found when it last looked.
    #[call]
    pub fn report(&self) -> Report {
        self.report.clone()
    }

    #[info]
    async fn look(&mut self, _: Look, ctx: &mut Context<Self>) {
        let (endpoint, books) = (bank().endpoint(), bank().books());
        let (processor, reader) = (books.processor(), books.reader());
        let (processor, endpoint, totals) = tokio::join!(
            processor.ping().timeout(PROMPT),
            endpoint.address().timeout(PROMPT),
            reader.totals().timeout(PROMPT)
        );
        let before = self.report.is_well();
        self.report = Report {
            processor: processor.map_err(|error| error.to_string()),
            endpoint: endpoint.map(drop).map_err(|error| error.to_string()),
            totals: totals.map_err(|error| error.to_string()),
        };
        if before && !self.report.is_well() {
            tracing::warn!("the bank is not well: {:?}", self.report);
        }
        ctx.send_after(EVERY, Look);
    }
}
