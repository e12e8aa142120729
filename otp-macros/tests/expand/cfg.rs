/// A thermostat.
pub struct Thermostat {
    celsius: f64,
}

#[gen_server]
#[cfg(not(feature = "broken"))]
impl Thermostat {
    #[init]
    #[cfg(unix)]
    pub fn init(celsius: f64) -> Self {
        Self { celsius }
    }

    #[init]
    #[cfg(not(unix))]
    pub fn from_registry() -> Self {
        Self { celsius: 20.0 }
    }

    #[call]
    pub fn celsius(&self) -> f64 {
        self.celsius
    }

    /// The same for others.
    #[cfg(feature = "imperial")]
    #[call]
    pub async fn fahrenheit(&mut self) -> f64 {
        self.celsius * 1.8 + 32.0
    }

    #[cfg(unix)]
    #[cfg_attr(unix, doc = "Warmer.", must_use)]
    #[cast]
    pub fn warmer(&mut self, #[doc = " How much."] by: f64) {
        self.celsius += by;
    }

    #[cfg(feature = "imperial")]
    #[info]
    fn tick(&mut self, _: Tick) {}

    #[info(blocking)]
    #[cfg(unix)]
    #[deprecated = "it is loud"]
    #[allow(clippy::unused_self)]
    fn alarm(&mut self, _: Alarm) {}

    #[cfg(feature = "imperial")]
    #[terminate]
    fn cool(&mut self) {}
}
