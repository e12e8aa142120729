//! What is drawn: a few figures, and a line for each process.

use std::cmp::Reverse;
use std::fmt::Write;
use std::time::Duration;

use otp_runtime::process::{ProcessInfo, Snapshot};
use otp_runtime::telemetry::Reading;

/// What the lines are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Rate,
    Mailbox,
    Restarts,
    Pid,
}

const ORDERS: [Order; 4] = [Order::Rate, Order::Mailbox, Order::Restarts, Order::Pid];

impl Order {
    pub(crate) fn turned(self, by: isize) -> Order {
        let at = ORDERS.iter().position(|order| *order == self).unwrap_or(0);
        ORDERS[(at as isize + by).rem_euclid(ORDERS.len() as isize) as usize]
    }
}

pub(crate) struct Frame {
    /// Columns and lines.
    pub(crate) size: (usize, usize),
    pub(crate) order: Order,
    pub(crate) scrolled: usize,
}

impl Frame {
    /// A text of that size, of what there is and what has happened since a second ago.
    pub(crate) fn draw(&self, snapshot: &Snapshot, before: &Snapshot, second: &Reading) -> String {
        let (width, height) = self.size;
        let rate = |count: u64| per_second(count, second.span);
        let (traffic, lives) = (second.all_traffic(), second.all_lives());
        let waiting: usize = snapshot.processes.iter().map(|process| process.message_queue_len).sum();
        let mut lines = vec![
            format!(
                "{} processes, {waiting} messages wait, {} dead letters",
                snapshot.processes.len(),
                snapshot.dead_letters
            ),
            format!(
                "{:.0} calls/s (p99 {}), {:.0} casts/s, {:.0} starts/s, {:.0} crashes/s, {:.0} restarts/s",
                rate(traffic.calls),
                traffic.latency.quantile(0.99).map_or("-".to_owned(), |took| format!("{took:.0?}")),
                rate(traffic.casts),
                rate(lives.started),
                rate(lives.crashed),
                rate(lives.restarted),
            ),
            format!("sorted by {:?}; q quits, ← → sort, ↑ ↓ scroll", self.order),
            String::new(),
            format!(
                "{:<10} {:<28} {:<18} {:<10} {:>7} {:>9} {:>8}",
                "pid", "place", "type", "status", "mailbox", "msg/s", "restarts"
            ),
        ];
        // whoever was not there has handled all its messages since
        let handled = |process: &ProcessInfo| {
            process.messages_handled - before.get(process.pid).map_or(0, |before| before.messages_handled)
        };
        let mut all: Vec<_> = snapshot.processes.iter().map(|process| (process, handled(process))).collect();
        all.sort_by_key(|(process, messages)| {
            let weight = match self.order {
                Order::Rate => *messages,
                Order::Mailbox => process.message_queue_len as u64,
                Order::Restarts => process.restarts.into(),
                Order::Pid => 0,
            };
            (Reverse(weight), process.pid)
        });
        let room = height.saturating_sub(lines.len() + 1);
        for (process, messages) in all.iter().skip(self.scrolled).take(room) {
            lines.push(format!(
                "{:<10} {:<28} {:<18} {:<10} {:>7} {:>9.0} {:>8}",
                process.pid.to_string(),
                cut(called(process), 28),
                cut(process.kind, 18),
                process.status.to_string(),
                process.message_queue_len,
                rate(*messages),
                process.restarts
            ));
        }
        let mut text = String::new();
        for line in lines {
            let _ = writeln!(text, "{}", cut(&line, width));
        }
        text
    }
}

fn called(process: &ProcessInfo) -> &str {
    let named = process.registered_name.as_deref().or(process.place.as_deref());
    named.or(process.label.as_deref()).unwrap_or(process.kind)
}

fn cut(text: &str, width: usize) -> &str {
    text.char_indices().nth(width).map_or(text, |(end, _)| &text[..end])
}

fn per_second(count: u64, span: Duration) -> f64 {
    count as f64 / span.as_secs_f64().max(0.001)
}
