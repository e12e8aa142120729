/// Why a call has no reply.
#[derive(Debug)]
pub enum Failed {
    Gone,
    Timeout,
    Refused(Refused),
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failed::Gone => f.write_str("the actor is gone"),
            Failed::Timeout => f.write_str("no reply in time"),
            Failed::Refused(refused) => refused.fmt(f),
        }
    }
}

impl std::error::Error for Failed {}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Failed::Refused(refused)
    }
}

/// What all clients share.
pub async fn ask<M, T>(
    actor: &tokio::sync::mpsc::UnboundedSender<M>,
    message: impl FnOnce(tokio::sync::oneshot::Sender<T>) -> M,
) -> Result<T, Failed> {
    let (reply, answer) = tokio::sync::oneshot::channel();
    actor.send(message(reply)).map_err(|_| Failed::Gone)?;
    match tokio::time::timeout(std::time::Duration::from_secs(5), answer).await {
        Ok(answer) => answer.map_err(|_| Failed::Gone),
        Err(_) => Err(Failed::Timeout),
    }
}
