#[config]
struct Settings {
    port: u16,
}
