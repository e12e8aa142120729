#[supervisor(strategy = one_for_one, args(supervisor: u8))]
#[cfg(unix)]
#[allow(clippy::all)]
pub struct Partial {
    always: Worker,
    #[cfg(feature = "metrics")]
    #[child(args(supervisor))]
    metrics: Metrics,
    #[cfg(not(feature = "metrics"))]
    #[child(args(supervisor))]
    metrics: NoMetrics,
    #[cfg_attr(feature = "old", deprecated, cfg(unix))]
    last: Worker,
}
