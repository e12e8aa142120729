#[agent]
struct Skips {
    #[agent]
    pub alone: u8,
    #[agent()]
    pub empty: u8,
    #[agent = "skip"]
    pub equals: u8,
    #[agent[skip]]
    pub square: u8,
    #[agent(skip = true)]
    pub value: u8,
    #[agent(skip, skip)]
    pub twice: u8,
    #[agent(ignore)]
    pub other: u8,
    #[agent("skip")]
    pub text: u8,
    #[agents(skip)]
    pub misspelt: u8,
    #[cfg_attr(unix, agent(skip))]
    pub conditional: u8,
    #[agent(skip)]
    #[agent(skip)]
    pub again: u8,
    #[otp_runtime::agent(skip,)]
    pub fine: u8,
    #[serde(skip)]
    pub foreign: u8,
}

#[agent]
struct Reserved {
    pub get: u8,
    pub update: u8,
    pub(crate) get_and_update: u8,
    pub cast: u8,
    pub clone: u8,
    pub r#deref: u8,
    pub into: u8,
    pub try_into: u8,
    pub stop: u8,
}

#[agent]
struct PrivateReserved {
    get: u8,
    #[agent(skip)]
    pub update: u8,
}

#[agent]
struct Colliding {
    pub set_theme: u8,
    pub theme: u8,
    pub update_theme: u8,
    pub set_volume: u8,
    volume: u8,
    pub set_set_volume: u8,
}

#[agent]
struct CollidingUnderCfg {
    #[cfg(unix)]
    pub set_theme: u8,
    #[cfg(windows)]
    pub theme: u8,
    #[cfg(windows)]
    pub theme: u16,
    pub update_theme: u8,
}

#[agent]
struct Types {
    pub text: str,
    pub list: [u8],
    pub object: dyn Tell,
    pub boxed: Box<dyn Tell + Send>,
    pub function: fn(&str) -> &str,
    pub choice: impl Tell,
    pub inferred: _,
    pub pair: (&str, &mut [u8]),
}

#[agent(restart = never)]
struct SeveralMistakes<'a, T> {
    #[agent(skipped)]
    pub get: &'a T,
    pub update: &str,
}
