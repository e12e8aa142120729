#[agent]
pub struct r#Type {
    pub r#match: u8,
    pub state: u8,
    pub(super) r#in: Vec<u8>,
}
