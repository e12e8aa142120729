/// What the user chose.
#[agent]
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The theme.
    pub theme: String,
    pub(crate) volume: u8,
    #[agent(skip)]
    pub cache: HashMap<String, Vec<u8>>,
    secret: u64,
}
