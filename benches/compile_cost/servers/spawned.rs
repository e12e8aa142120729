use crate::Refused;
use spawned_concurrency::tasks::{Actor, ActorStart as _, Context, Handler};
use spawned_concurrency::{Response, actor, protocol};

#[protocol]
pub trait AccountProtocol: Send + Sync {
    fn balance(&self) -> Response<u64>;
    fn owner(&self) -> Response<String>;
    fn deposit(&self, amount: u64) -> Response<u64>;
    fn withdraw(&self, amount: u64) -> Response<Result<u64, Refused>>;
    fn transfer(&self, to: String, amount: u64) -> Response<Result<u64, Refused>>;
    fn note(&self, text: String);
    fn credit(&self, amount: u64);
    fn rename(&self, owner: String);
    fn clear(&self);
    fn archive(&self, title: String, keep: u64);
}

pub struct Account {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

use account_protocol::{
    Archive, Balance, Clear, Credit, Deposit, Note, Owner, Rename, Transfer, Withdraw,
};

#[actor(protocol = AccountProtocol)]
impl Account {
    #[request_handler]
    async fn handle_balance(&mut self, _: Balance, _ctx: &Context<Self>) -> u64 {
        self.balance
    }

    #[request_handler]
    async fn handle_owner(&mut self, _: Owner, _ctx: &Context<Self>) -> String {
        self.owner.clone()
    }

    #[request_handler]
    async fn handle_deposit(&mut self, message: Deposit, _ctx: &Context<Self>) -> u64 {
        self.balance += message.amount;
        // edited here
        self.balance
    }

    #[request_handler]
    async fn handle_withdraw(&mut self, message: Withdraw, _ctx: &Context<Self>) -> Result<u64, Refused> {
        self.balance = self.balance.checked_sub(message.amount).ok_or(Refused)?;
        Ok(self.balance)
    }

    #[request_handler]
    async fn handle_transfer(&mut self, message: Transfer, _ctx: &Context<Self>) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        self.balance = self.balance.checked_sub(message.amount).ok_or(Refused)?;
        self.notes.push(message.to);
        Ok(self.balance)
    }

    #[send_handler]
    async fn handle_note(&mut self, message: Note, _ctx: &Context<Self>) {
        self.notes.push(message.text);
    }

    #[send_handler]
    async fn handle_credit(&mut self, message: Credit, _ctx: &Context<Self>) {
        self.balance += message.amount;
    }

    #[send_handler]
    async fn handle_rename(&mut self, message: Rename, _ctx: &Context<Self>) {
        self.owner = message.owner;
    }

    #[send_handler]
    async fn handle_clear(&mut self, _: Clear, _ctx: &Context<Self>) {
        self.notes.clear();
    }

    #[send_handler]
    async fn handle_archive(&mut self, message: Archive, _ctx: &Context<Self>) {
        tokio::task::yield_now().await;
        self.notes.truncate(message.keep as usize);
        self.notes.push(message.title);
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let account = Account { owner: "joe".to_owned(), balance: 0, notes: Vec::new() }.start();
    account.note("hello".to_owned());
    account.credit(1);
    account.rename("ann".to_owned());
    account.clear();
    account.archive("all".to_owned(), 7);
    account.deposit(10).await?;
    account.withdraw(2).await??;
    account.transfer("joe".to_owned(), 3).await??;
    println!("{} {}", account.owner().await?, account.balance().await?);
    Ok(())
}
