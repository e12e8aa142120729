//! A terminal's view of a running system, made of a snapshot a second and a meter: `cargo run --example top`.
//!
//! It looks at a shop of its own, which is under random load and whose processes are killed at random. `q` ends it, `←` and `→`
//! choose what it is sorted by (or `m`, `r`, `x`, `p`), `↑` and `↓` scroll. Where there is no terminal it prints what there is
//! after a second, and ends.

mod frame;
mod keys;
mod shop;

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use crossterm::{cursor, queue, style::Print, terminal};
use frame::{Frame, Order};
use keys::{Key, Keys};
use otp_runtime::process;
use otp_runtime::telemetry::{Meter, Reading};

const EVERY: Duration = Duration::from_secs(1);

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let meter = Meter::new(0);
    let shop = shop::open().await?;
    if io::stdout().is_terminal() {
        watch(&meter).await?;
    } else {
        let before = (meter.read(), process::snapshot());
        process::sleep(EVERY).await;
        let frame = Frame { size: (100, 30), order: Order::Rate, scrolled: 0 };
        print!("{}", frame.draw(&process::snapshot(), &before.1, &meter.read().since(&before.0)));
    }
    shop.stop().await?;
    Ok(())
}

/// Draws each second, and at each key.
async fn watch(meter: &Meter) -> io::Result<()> {
    let mut keys = Keys::open()?;
    let mut frame = Frame { size: (100, 30), order: Order::Rate, scrolled: 0 };
    let mut read = meter.read();
    let mut second = Reading::default();
    let mut snapshot = process::snapshot();
    let mut before = snapshot.clone();
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                let now = meter.read();
                second = now.since(&read);
                read = now;
                before = std::mem::replace(&mut snapshot, process::snapshot());
            }
            key = keys.next() => match key {
                None | Some(Key::Quit) => return Ok(()),
                Some(Key::Order(order)) => frame.order = order,
                Some(Key::Turn(by)) => frame.order = frame.order.turned(by),
                Some(Key::Scroll(by)) => frame.scrolled = frame.scrolled.saturating_add_signed(by),
                Some(Key::Redraw) => {}
            }
        }
        let (width, height) = terminal::size()?;
        frame.size = (width.into(), height.into());
        frame.scrolled = frame.scrolled.min(snapshot.processes.len().saturating_sub(1));
        let mut out = io::stdout().lock();
        queue!(out, cursor::MoveTo(0, 0))?;
        for line in frame.draw(&snapshot, &before, &second).lines() {
            queue!(out, Print(line), terminal::Clear(terminal::ClearType::UntilNewLine), cursor::MoveToNextLine(1))?;
        }
        queue!(out, terminal::Clear(terminal::ClearType::FromCursorDown))?;
        out.flush()?;
    }
}
