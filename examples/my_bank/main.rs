//! Interim.
use std::net::TcpListener;
use std::sync::Arc;

use my_bank::tree::{MyBankSupervisor, Premises};

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).init();
    let args: Vec<_> = std::env::args().collect();
    let dir = args[2].clone();
    std::fs::create_dir_all(&dir)?;
    let door = TcpListener::bind(("127.0.0.1", args[4].parse::<u16>()?))?;
    door.set_nonblocking(true)?;
    println!("listening on http://{}", door.local_addr()?);
    let premises =
        Premises { file: Arc::new(format!("{dir}/books.sqlite").into()), door: Arc::new(door), max_restarts: 3 };
    let top = MyBankSupervisor::start_link(premises).await?;
    println!("{}", top.tree().await?);
    top.monitor().await;
    Ok(())
}
