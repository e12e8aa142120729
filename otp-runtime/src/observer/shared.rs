//! What all who look share: one meter, one history, one snapshot.

use super::ObserverBuilder;
use super::gate::Gate;
use super::history::History;
use super::state::Asked;
use super::view::View;
use crate::Pid;
use crate::telemetry::Meter;
use parking_lot::Mutex;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// How old a snapshot may be that is shown as new.
const FRESH: Duration = Duration::from_millis(800);
/// A snapshot is taken at most so large a share of the time.
const SHARE: u32 = 10;
/// How many may watch at a time.
const VIEWERS: usize = 64;

pub(super) struct Shared {
    pub(super) gate: Gate,
    /// The observer itself.
    pub(super) own: Pid,
    /// Whether messages are counted.
    pub(super) counts: bool,
    pub(super) meter: Meter,
    pub(super) history: Mutex<History>,
    pub(super) asked: Asked,
    pub(super) viewers: Arc<Semaphore>,
    /// Rings each second.
    pub(super) ticks: watch::Sender<()>,
    pub(super) closing: watch::Receiver<bool>,
    view: tokio::sync::Mutex<Option<Arc<View>>>,
}

impl Shared {
    pub(super) fn new(
        builder: &ObserverBuilder,
        own: Pid,
        address: SocketAddr,
        closing: watch::Receiver<bool>,
    ) -> Shared {
        let ObserverBuilder { token, control, rates, history, .. } = builder.clone();
        let meter = if rates { Meter::new(history) } else { Meter::of_lives(history) };
        let shared = Shared {
            gate: Gate { token, control, loopback: address.ip().is_loopback() },
            own,
            counts: rates,
            meter,
            history: Mutex::default(),
            asked: Asked::default(),
            viewers: Arc::new(Semaphore::new(VIEWERS)),
            ticks: watch::channel(()).0,
            closing,
            view: tokio::sync::Mutex::default(),
        };
        shared.history.lock().note(shared.meter.read());
        shared
    }

    /// A second has passed.
    pub(super) fn tick(&self) {
        let reading = self.meter.read();
        self.history.lock().note(reading);
        self.ticks.send_replace(());
    }

    /// A look at everything, one for all who ask meanwhile. It is taken where blocking hurts nobody, and less often where there
    /// is much to see.
    pub(super) async fn view(&self) -> Arc<View> {
        let mut last = self.view.lock().await;
        if let Some(view) = last.as_ref().filter(|view| view.done.elapsed() < FRESH.max(view.cost * SHARE)) {
            return view.clone();
        }
        let before = last.clone();
        match tokio::task::spawn_blocking(move || Arc::new(View::take(before.as_deref()))).await {
            Ok(view) => last.insert(view).clone(),
            // the runtime is going; what is there is as good as anything
            Err(_) => match last.as_ref() {
                Some(view) => view.clone(),
                None => Arc::new(View::take(None)),
            },
        }
    }
}
