#[config]
pub struct DefaultForms {
    #[default]
    port: u16,
    #[default()]
    name: String,
    #[default = 8080]
    other: u16,
    #[default[1]]
    square: u16,
    #[default(1, 2)]
    two: Vec<u8>,
    #[default(1 +)]
    syntax: u8,
    #[default(1)]
    #[default(2)]
    twice: u8,
    #[defualt(1)]
    misspelt: u8,
    #[default_value(1)]
    alias: u8,
    #[cfg_attr(unix, default(1))]
    conditional: u8,
}

#[config]
pub struct DefaultValues {
    #[default("8080")]
    port: u16,
    #[default("yes")]
    on: bool,
    #[default("5s")]
    patience: Duration,
    #[default(5)]
    wait: Duration,
    #[default(5sec)]
    limit: Duration,
    #[default(8080x)]
    number: u16,
}

#[config]
pub struct Types<'a> {
    name: &'a str,
    label: &'static str,
    peers: Vec<&str>,
    text: str,
    cow: Cow<'a, str>,
}

#[config]
pub struct SameVariable {
    port: u16,
    PORT: u16,
}
