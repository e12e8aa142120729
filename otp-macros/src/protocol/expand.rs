//! From the model to code. Each function makes one item, and none of them can fail.

mod client;
mod dispatch;
mod item;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use crate::gen_server::expand::{Kind, Scope, manners, messages_and_methods};
use crate::protocol::model::{Known, Protocol};

/// The user's trait, and what belongs to it.
pub(crate) fn protocol(protocol: &Protocol) -> TokenStream {
    let known = match protocol {
        Protocol::Known(known) => known,
        Protocol::Unread(item) => return item.clone(),
    };
    let scope = &Scope::new(&known.messages);
    let (item, client) = (item::item(known, scope), client::client(known, scope));
    let messages = messages_and_methods(scope);
    let (protocol, dispatch) = (protocol_impl(known, scope), dispatch::dispatch(known, scope));
    quote! {
        #item
        #client
        #messages
        #protocol
        #dispatch
    }
}

/// `impl Protocol for LedgerClient`, and the way there from the trait.
fn protocol_impl(known: &Known, scope: &Scope) -> TokenStream {
    let (cfg, krate, client) = (&scope.cfg, scope.krate, &known.messages.self_ty);
    let (generics, _, where_clause) = known.messages.generics.split_for_impl();
    let [call, reply, cast] = [Kind::Call, Kind::Reply, Kind::Cast].map(|kind| scope.message_type(kind));
    let (path, name) = (&known.path, known.header.ident.unraw().to_string());
    let manners = [Kind::Call, Kind::Cast].map(|kind| manners(scope, kind));
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics #krate::ProtocolTrait for dyn #path #where_clause {
            type Client = #client;
        }

        #cfg
        #[automatically_derived]
        impl #generics #krate::Protocol for #client #where_clause {
            type Call = #call;
            type Reply = #reply;
            type Cast = #cast;
            const NAME: &'static str = #name;
            #(#manners)*
        }
    }
}
