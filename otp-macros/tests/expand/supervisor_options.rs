/// Everything set.
#[supervisor(
    strategy = one_for_all,
    max_restarts = limits.0,
    max_seconds = 10,
    auto_shutdown = all_significant,
    args(mut limits: (u32, u64), names: Vec<String>),
    restart = transient,
    significant,
    id = "all",
    name = "everything",
    client = Everyone,
    crate = crate::otp_runtime,
)]
pub(crate) struct Everything {
    #[child(
        args(names.clone(), Vec::<(u8, u8)>::new()),
        id = "first one",
        restart = temporary,
        shutdown = 1.5s,
        significant,
        name = "first"
    )]
    pub first: one::Worker,
    #[child(shutdown = brutal_kill, significant = false, via(&names_of(limits), "second"))]
    pub(super) second: Worker,
    #[child(max_restarts = limits.0, extra_arguments = limits, period = 5s, limits(1, 2), quiet)]
    third: one::Many<Worker>,
    /// A child without options.
    #[deprecated = "use `third`"]
    names: Worker,
    #[child]
    r#type: Worker,
}

/// A supervisor may start without children.
#[supervisor(strategy = one_for_one, shutdown = 5s)]
struct Empty {}
