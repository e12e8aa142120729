use crate::Refused;
use otp_runtime::prelude::*;

pub struct Account {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

#[gen_server]
impl Account {
    #[init]
    pub fn init(owner: String) -> Self {
        Account { owner, balance: 0, notes: Vec::new() }
    }

    #[call]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    #[call]
    pub fn owner(&self) -> String {
        self.owner.clone()
    }

    #[call]
    pub fn deposit(&mut self, amount: u64) -> u64 {
        self.balance += amount;
        // edited here
        self.balance
    }

    #[call]
    pub fn withdraw(&mut self, amount: u64) -> Result<u64, Refused> {
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        Ok(self.balance)
    }

    #[call]
    pub async fn transfer(&mut self, to: String, amount: u64) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        self.notes.push(to);
        Ok(self.balance)
    }

    #[cast]
    pub fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    #[cast]
    pub fn credit(&mut self, amount: u64) {
        self.balance += amount;
    }

    #[cast]
    pub fn rename(&mut self, owner: String) {
        self.owner = owner;
    }

    #[cast]
    pub fn clear(&mut self) {
        self.notes.clear();
    }

    #[cast]
    pub async fn archive(&mut self, title: String, keep: u64) {
        tokio::task::yield_now().await;
        self.notes.truncate(keep as usize);
        self.notes.push(title);
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let account = Account::start("joe".to_owned()).await?;
    account.note("hello".to_owned());
    account.credit(1);
    account.rename("ann".to_owned());
    account.clear();
    account.archive("all".to_owned(), 7);
    account.deposit(10).await?;
    account.withdraw(2).await?;
    account.transfer("joe".to_owned(), 3).await?;
    println!("{} {}", account.owner().await?, account.balance().await?);
    Ok(())
}
