use crate::{LIMIT, Refused};
use kameo::Actor;
use kameo::actor::Spawn;
use kameo::messages;

#[derive(Actor)]
pub struct Account {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

#[messages]
impl Account {
    #[message]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    #[message]
    pub fn owner(&self) -> String {
        self.owner.clone()
    }

    #[message]
    pub fn deposit(&mut self, amount: u64) -> u64 {
        self.balance += amount;
        // edited here
        self.balance
    }

    #[message]
    pub fn withdraw(&mut self, amount: u64) -> Result<u64, Refused> {
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        Ok(self.balance)
    }

    #[message]
    pub async fn transfer(&mut self, to: String, amount: u64) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        self.notes.push(to);
        Ok(self.balance)
    }

    #[message]
    pub fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    #[message]
    pub fn credit(&mut self, amount: u64) {
        self.balance += amount;
    }

    #[message]
    pub fn rename(&mut self, owner: String) {
        self.owner = owner;
    }

    #[message]
    pub fn clear(&mut self) {
        self.notes.clear();
    }

    #[message]
    pub async fn archive(&mut self, title: String, keep: u64) {
        tokio::task::yield_now().await;
        self.notes.truncate(keep as usize);
        self.notes.push(title);
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let account = Account::spawn(Account { owner: "joe".to_owned(), balance: 0, notes: Vec::new() });
    account.tell(Note { text: "hello".to_owned() }).await?;
    account.tell(Credit { amount: 1 }).await?;
    account.tell(Rename { owner: "ann".to_owned() }).await?;
    account.tell(Clear).await?;
    account.tell(Archive { title: "all".to_owned(), keep: 7 }).await?;
    account.ask(Deposit { amount: 10 }).reply_timeout(LIMIT).await?;
    account.ask(Withdraw { amount: 2 }).reply_timeout(LIMIT).await?;
    account.ask(Transfer { to: "joe".to_owned(), amount: 3 }).reply_timeout(LIMIT).await?;
    let owner = account.ask(Owner).reply_timeout(LIMIT).await?;
    println!("{owner} {}", account.ask(Balance).reply_timeout(LIMIT).await?);
    Ok(())
}
