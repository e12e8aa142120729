//! From the model to code. Each function makes one item, and none of them can fail.

mod args;
mod arms;
mod callbacks;
mod checks;
mod client;
mod infos;
mod init;
mod lent;
mod manners;
mod messages;
mod protocols;
mod scope;
mod server;
mod start;
mod stub;

use proc_macro2::TokenStream;
use quote::quote;

use crate::gen_server::model::Server;
pub(crate) use client::own_param;
pub(crate) use manners::manners;
pub(crate) use messages::has_unused;
pub(crate) use scope::{Kind, Scope};

/// All that is added to the user's impl.
pub(crate) fn server(server: &Server) -> TokenStream {
    let scope = &Scope::new(server);
    let messages = Kind::ALL.map(|kind| messages::message_enum(scope, kind));
    let client = client::client(scope);
    let args = args::args_struct(scope);
    let start = start::start_functions(scope);
    let server = server::server_impl(scope);
    let recognised = infos::recognised_messages(scope);
    let protocols = protocols::impls(scope);
    let checks = checks::checks(scope);
    quote! {
        #(#messages)*
        #client
        #args
        #start
        #checks
        #server
        #recognised
        #protocols
    }
}

/// What a protocol has in common with a server: the messages, and the methods of the client with what they ask for.
pub(crate) fn messages_and_methods(scope: &Scope) -> TokenStream {
    let messages = Kind::ALL.map(|kind| messages::message_enum(scope, kind));
    let (methods, checks) = (client::methods(scope), checks::checks(scope));
    quote!(#(#messages)* #methods #checks)
}
