//! The keys of a terminal, which is as it was when this is dropped.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::{cursor, execute, terminal};
use tokio::sync::mpsc;

use crate::frame::Order;

pub(crate) enum Key {
    Quit,
    Order(Order),
    Turn(isize),
    Scroll(isize),
    /// The window has another size.
    Redraw,
}

pub(crate) struct Keys(mpsc::Receiver<Key>);

impl Keys {
    /// Takes the terminal over.
    pub(crate) fn open() -> io::Result<Self> {
        let (tell, keys) = mpsc::channel(16);
        terminal::enable_raw_mode()?;
        let keys = Keys(keys);
        execute!(io::stdout(), terminal::EnterAlternateScreen, cursor::Hide)?;
        // a thread of its own, for whoever reads keys blocks; it ends when nobody hears it any more
        std::thread::spawn(move || {
            while !tell.is_closed() {
                match event::poll(Duration::from_millis(200)) {
                    Ok(false) => continue,
                    Ok(true) => {}
                    Err(_) => return,
                }
                let Ok(event) = event::read() else { return };
                if let Some(key) = meant(&event)
                    && tell.blocking_send(key).is_err()
                {
                    return;
                }
            }
        });
        Ok(keys)
    }

    pub(crate) async fn next(&mut self) -> Option<Key> {
        self.0.recv().await
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        let _ = execute!(io::stdout(), cursor::Show, terminal::LeaveAlternateScreen);
        let _ = terminal::disable_raw_mode();
    }
}

fn meant(event: &Event) -> Option<Key> {
    let key = match event {
        Event::Resize(..) => return Some(Key::Redraw),
        Event::Key(key) if key.kind != KeyEventKind::Release => key,
        _ => return None,
    };
    match key.code {
        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => Some(Key::Quit),
        KeyCode::Char('q') | KeyCode::Esc => Some(Key::Quit),
        KeyCode::Char('m') => Some(Key::Order(Order::Mailbox)),
        KeyCode::Char('r') => Some(Key::Order(Order::Rate)),
        KeyCode::Char('x') => Some(Key::Order(Order::Restarts)),
        KeyCode::Char('p') => Some(Key::Order(Order::Pid)),
        KeyCode::Right => Some(Key::Turn(1)),
        KeyCode::Left => Some(Key::Turn(-1)),
        KeyCode::Down => Some(Key::Scroll(1)),
        KeyCode::Up => Some(Key::Scroll(-1)),
        _ => None,
    }
}
