//! From the model to code. Each function makes one item, and none of them can fail.

mod client;
mod kind;
mod scope;
mod start;

use proc_macro2::TokenStream;
use quote::quote;

use crate::agent::model::Agent;
use scope::Scope;

/// The user's struct, and what belongs to it.
pub(crate) fn agent(agent: &Agent) -> TokenStream {
    let scope = &Scope::new(agent);
    let item = agent.broken.given_back(&agent.item);
    let client = client::client(scope);
    let start = start::start_functions(scope);
    let checks = kind::checks(scope);
    let kind = kind::kind_impl(scope);
    quote! {
        #item
        #client
        #start
        #checks
        #kind
    }
}
