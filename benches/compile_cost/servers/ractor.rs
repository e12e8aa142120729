use crate::Refused;
use ractor::{Actor, ActorProcessingErr, ActorRef, call_t};

pub struct Account;

pub struct AccountState {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

#[ractor::actor(message = pub enum AccountMessage, state = AccountState, arguments = String)]
impl Account {
    async fn pre_start(
        &self,
        _myself: ActorRef<AccountMessage>,
        owner: String,
    ) -> Result<AccountState, ActorProcessingErr> {
        Ok(AccountState { owner, balance: 0, notes: Vec::new() })
    }

    #[ractor::rpc(Balance)]
    fn balance(&self, state: &AccountState) -> u64 {
        state.balance
    }

    #[ractor::rpc(Owner)]
    fn owner(&self, state: &AccountState) -> String {
        state.owner.clone()
    }

    #[ractor::rpc(Deposit(amount, reply))]
    fn deposit(&self, amount: u64, state: &mut AccountState) -> u64 {
        state.balance += amount;
        // edited here
        state.balance
    }

    #[ractor::rpc(Withdraw(amount, reply))]
    fn withdraw(&self, amount: u64, state: &mut AccountState) -> Result<u64, Refused> {
        state.balance = state.balance.checked_sub(amount).ok_or(Refused)?;
        Ok(state.balance)
    }

    #[ractor::rpc(Transfer(to, amount, reply))]
    async fn transfer(&self, to: String, amount: u64, state: &mut AccountState) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        state.balance = state.balance.checked_sub(amount).ok_or(Refused)?;
        state.notes.push(to);
        Ok(state.balance)
    }

    #[ractor::message(Note(text))]
    fn note(&self, text: String, state: &mut AccountState) {
        state.notes.push(text);
    }

    #[ractor::message(Credit(amount))]
    fn credit(&self, amount: u64, state: &mut AccountState) {
        state.balance += amount;
    }

    #[ractor::message(Rename(owner))]
    fn rename(&self, owner: String, state: &mut AccountState) {
        state.owner = owner;
    }

    #[ractor::message(Clear)]
    fn clear(&self, state: &mut AccountState) {
        state.notes.clear();
    }

    #[ractor::message(Archive(title, keep))]
    async fn archive(&self, title: String, keep: u64, state: &mut AccountState) {
        tokio::task::yield_now().await;
        state.notes.truncate(keep as usize);
        state.notes.push(title);
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let (account, _) = Actor::spawn(None, Account, "joe".to_owned()).await?;
    account.send_message(AccountMessage::Note("hello".to_owned()))?;
    account.send_message(AccountMessage::Credit(1))?;
    account.send_message(AccountMessage::Rename("ann".to_owned()))?;
    account.send_message(AccountMessage::Clear)?;
    account.send_message(AccountMessage::Archive("all".to_owned(), 7))?;
    call_t!(account, AccountMessage::Deposit, 5000, 10)?;
    call_t!(account, AccountMessage::Withdraw, 5000, 2)??;
    call_t!(account, AccountMessage::Transfer, 5000, "joe".to_owned(), 3)??;
    let owner = call_t!(account, AccountMessage::Owner, 5000)?;
    println!("{owner} {}", call_t!(account, AccountMessage::Balance, 5000)?);
    Ok(())
}
