//! The application: what it is configured with, and how it starts.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use otp_runtime::StartChildError;
use otp_runtime::observer::{self, ObserverBuilder};
use otp_runtime::prelude::*;
use thiserror::Error;

use crate::chaos::Chaos;
use crate::tree::{MyBankSupervisor, Premises};

/// What the bank is told: by the command line, or by the environment (`MY_BANK_PORT=8080`).
#[config]
#[derive(Clone, Debug)]
pub struct MyBankConfig {
    /// Where the books are, made if need be; default a new directory among the temporary ones.
    pub dir: Option<PathBuf>,
    /// The address customers come to.
    #[default(Ipv4Addr::LOCALHOST.into())]
    pub host: IpAddr,
    /// The port; 0 is any that is free.
    #[default(0)]
    pub port: u16,
    /// How often a process is to be killed, to see what that does; default never.
    pub chaos: Option<Duration>,
    /// How many restarts within five seconds a supervisor bears with.
    #[default(3)]
    pub max_restarts: u32,
    /// Where the observer's page is to be; default nowhere.
    pub observer: Option<SocketAddr>,
    /// Whoever brings this may suspend and kill processes there; default nobody. Away from loopback nobody looks without it.
    pub observer_token: Option<String>,
}

/// The bank as an application.
pub struct MyBank {
    address: SocketAddr,
}

/// Why the bank does not open.
#[derive(Debug, Error)]
pub enum CannotOpen {
    /// No place for the books.
    #[error("cannot make {0:?}: {1}")]
    Directory(PathBuf, io::Error),
    /// No place for the customers.
    #[error("cannot listen on {0}: {1}")]
    Address(SocketAddr, io::Error),
    /// The tree did not start.
    #[error(transparent)]
    Tree(#[from] StartError<InvalidSupervisor>),
    /// Somebody is called `chaos` already.
    #[error(transparent)]
    Chaos(#[from] StartError),
    /// The observer did not start.
    #[error(transparent)]
    Observer(#[from] CallError<StartChildError>),
    /// The observer did not stay.
    #[error(transparent)]
    ObserverGone(#[from] CallError),
}

#[application(description = "A bank over HTTP", config = MyBankConfig)]
impl MyBank {
    #[start]
    async fn start(config: MyBankConfig) -> Result<Top<Self>, CannotOpen> {
        let dir = config.dir.unwrap_or_else(temporary);
        std::fs::create_dir_all(&dir).map_err(|error| CannotOpen::Directory(dir.clone(), error))?;
        let address = SocketAddr::new(config.host, config.port);
        let door = listen(address).map_err(|error| CannotOpen::Address(address, error))?;
        let address = door.local_addr().map_err(|error| CannotOpen::Address(address, error))?;
        let file = Arc::new(books_in(&dir));
        // whoever asks for chaos means to bear with it
        let max_restarts = if config.chaos.is_some() { u32::MAX } else { config.max_restarts };
        let premises = Premises { file: file.clone(), door: Arc::new(door), max_restarts };
        let tree = MyBankSupervisor::start_link(premises).await?;
        if let Some(every) = config.chaos {
            // beside the tree: nobody kills it but the end of the application
            Chaos::start(every).name("chaos").await?;
        }
        let observer = match config.observer {
            Some(address) => {
                let observer = tree.start_child(observer(address, config.observer_token)).await?;
                Some(observer.address().await?)
            }
            None => None,
        };
        println!("my_bank is open at http://{address} with its books in {}", file.display());
        if let Some(address) = observer {
            println!("its observer is at http://{address}");
        }
        Ok(Top::new(&tree, MyBank { address }))
    }

    #[stop]
    fn closed(&mut self) {
        println!("my_bank at http://{} is closed", self.address);
    }
}

fn observer(address: SocketAddr, token: Option<String>) -> ObserverBuilder {
    let observer = observer::serve(address);
    match token {
        Some(token) => observer.token(token).control(true),
        None => observer,
    }
}

/// The file in that directory.
pub fn books_in(dir: &Path) -> PathBuf {
    dir.join("books.sqlite")
}

fn temporary() -> PathBuf {
    std::env::temp_dir().join(format!("my_bank-{:08x}", fastrand::u32(..)))
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let door = TcpListener::bind(address)?;
    door.set_nonblocking(true)?;
    Ok(door)
}
