#[cfg(unix)]
#[deprecated]
#[agent]
#[allow(clippy::pedantic)]
struct Old {
    #[cfg(feature = "sound")]
    pub volume: u8,
    #[cfg(not(feature = "sound"))]
    pub volume: u16,
    #[deprecated = "use `volume`"]
    #[allow(clippy::large_types_passed_by_value)]
    pub loudness: u8,
    #[cfg(feature = "sound")]
    private: Rc<u8>,
}
