//! Who is compared: a server of each as its documentation would have it written.

/// One way to write a server.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// Lines of `[dependencies]` beside tokio; `{root}` is this workspace.
    pub(crate) dependencies: &'static str,
    /// One server, in a module of its own: `Account` is replaced by a name of its own.
    pub(crate) server: &'static str,
    /// What all servers of a crate share, in its `main.rs`.
    pub(crate) shared: &'static str,
}

const LIMIT: &str = "pub const LIMIT: std::time::Duration = std::time::Duration::from_secs(5);\n";

/// The hand-written one first: all others are compared with it.
pub(crate) const ALL: [Contender; 6] = [
    Contender {
        name: "hand",
        dependencies: "",
        server: include_str!("servers/hand.rs"),
        shared: include_str!("servers/hand_shared.rs"),
    },
    Contender {
        name: "us",
        dependencies: "otp-runtime = { path = \"{root}/otp-runtime\" }\n",
        server: include_str!("servers/us.rs"),
        shared: "",
    },
    Contender {
        name: "kameo",
        dependencies: "kameo = \"0.22\"\n",
        server: include_str!("servers/kameo.rs"),
        shared: LIMIT,
    },
    Contender {
        name: "ractor",
        dependencies: "ractor = { version = \"0.16\", features = [\"actor-macros\"] }\n",
        server: include_str!("servers/ractor.rs"),
        shared: "",
    },
    Contender {
        name: "rsactor",
        dependencies: "rsactor = \"0.17\"\n",
        server: include_str!("servers/rsactor.rs"),
        shared: LIMIT,
    },
    Contender {
        name: "spawned",
        dependencies: "spawned-concurrency = \"0.5\"\nspawned-rt = \"0.5\"\n",
        server: include_str!("servers/spawned.rs"),
        shared: "",
    },
];
