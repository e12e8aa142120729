//! What a server has of the protocols it speaks: among its messages one variant for all those of each, and the way there
//! and back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::attrs::doc;
use crate::diag::show;
use crate::gen_server::expand::messages::has_unused;
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::{Role, Spoken};
use crate::names;

/// A protocol as generated code names it.
struct Spelt {
    /// `<dyn Ledger as ProtocolTrait>::Client`, with the trait object as something known: see `check::Known`.
    client: TokenStream,
    /// That as a `Protocol`.
    protocol: TokenStream,
    /// That as a `Dispatch`.
    dispatch: TokenStream,
    /// Where its name ends: what is wrong with it is an error there.
    last: Span,
}

fn spelt(scope: &Scope, spoken: &Spoken) -> Spelt {
    let path = scope.ty(&spoken.path);
    let [first, last] = names::ends(&path);
    let krate = scope.krate_at(last);
    let object = quote_spanned!(first=> dyn #path);
    let of = |object: &TokenStream| quote_spanned!(last=> <#object as #krate::ProtocolTrait>);
    let is_protocol = of(&object);
    let is_generic = spoken.path.segments.iter().any(|segment| !segment.arguments.is_none());
    let known = if is_generic {
        // No constant may depend on a parameter; and whether an argument may be one can depend on this very server.
        object
    } else {
        quote_spanned!(last=> <#object as #krate::check::Known<{ #is_protocol::KNOWN }>>::Type)
    };
    let is_protocol = of(&known);
    let client = quote_spanned!(last=> #is_protocol::Client);
    let protocol = quote_spanned!(last=> <#client as #krate::Protocol>);
    let dispatch = quote_spanned!(last=> <#client as #krate::Dispatch<Self>>);
    Spelt { client, protocol, dispatch, last }
}

/// The path of a protocol as docs link to it.
fn link(path: &Path) -> String {
    let mut path = path.clone();
    for segment in &mut path.segments {
        segment.arguments = syn::PathArguments::None;
    }
    format!("[`{}`]", show(&path))
}

/// Its variants in an enum of the server's.
pub(super) fn variants(scope: &Scope, kind: Kind) -> TokenStream {
    let what = match kind {
        Kind::Call => "A call",
        Kind::Reply => "A reply",
        _ => "A cast",
    };
    let ty = Ident::new(kind.name(), Span::call_site());
    let variants = scope.server.protocols(kind.role()).iter().map(|spoken| {
        let (docs, variant) = (doc(format!("{what} of the protocol {}.", link(&spoken.path))), &spoken.variant);
        let Spelt { protocol, .. } = spelt(scope, spoken);
        quote!(#docs #variant(#protocol::#ty),)
    });
    variants.collect()
}

/// Their arms in `handle_call`, whose match has the reply as its value or the whole answer, or in `handle_cast`.
pub(super) fn arms(scope: &Scope, kind: Kind, ctx: &Ident, is_reply: bool) -> TokenStream {
    let (krate, name) = (scope.krate, scope.name(kind));
    let message = names::local("message", std::iter::empty());
    let arms = scope.server.protocols(kind.role()).iter().map(|spoken| {
        let (Spelt { dispatch, last, .. }, variant) = (spelt(scope, spoken), &spoken.variant);
        if kind == Kind::Cast {
            let handled = quote_spanned!(last=> #dispatch::handle_cast(self, #message, #ctx).await);
            return quote!(#name::#variant(#message) => #handled,);
        }
        let handled = quote_spanned!(last=> #dispatch::handle_call(self, #message, #ctx).await);
        let reply = scope.name(Kind::Reply);
        let (replied, later) = if is_reply {
            (quote!(#reply::#variant(#message)), quote!(return #krate::Answer::NoReply))
        } else {
            (quote!(#krate::Answer::Reply(#reply::#variant(#message))), quote!(#krate::Answer::NoReply))
        };
        quote! {
            #name::#variant(#message) => match #handled {
                #krate::Answer::Reply(#message) => #replied,
                #krate::Answer::NoReply => #later,
            },
        }
    });
    arms.collect()
}

/// Their arms in `waits` or `blocks`: the protocol knows.
pub(super) fn such_arms(scope: &Scope, function: &str) -> TokenStream {
    let krate = scope.krate;
    let message = Ident::new("message", Span::mixed_site());
    let [of_call, of_cast] = ["call", "cast"].map(|kind| Ident::new(&format!("{kind}_{function}"), Span::call_site()));
    let arms = scope.server.options.protocols.iter().map(|spoken| {
        let (Spelt { protocol, .. }, variant) = (spelt(scope, spoken), &spoken.variant);
        let (calls, casts) = (scope.name(Kind::Call), scope.name(Kind::Cast));
        quote! {
            #krate::Message::Call(#calls::#variant(#message)) => #protocol::#of_call(#message),
            #krate::Message::Cast(#casts::#variant(#message)) => #protocol::#of_cast(#message),
        }
    });
    arms.collect()
}

/// `Speaks` for each protocol.
pub(super) fn impls(scope: &Scope) -> TokenStream {
    scope.server.options.protocols.iter().map(|spoken| one(scope, spoken)).collect()
}

fn one(scope: &Scope, spoken: &Spoken) -> TokenStream {
    let (krate, cfg, variant) = (scope.krate, &scope.cfg, &spoken.variant);
    let server = &scope.server.self_ty;
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    let Spelt { client: spoken_client, protocol, .. } = spelt(scope, spoken);
    let [calls, replies, casts] = [Kind::Call, Kind::Reply, Kind::Cast].map(|kind| scope.name(kind));
    let [call, reply, cast] = ["call", "reply", "cast"].map(|name| names::local(name, std::iter::empty()));
    let others = others(scope);
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics #krate::Speaks<#spoken_client> for #server #where_clause {
            fn wrap_call(#call: #protocol::Call) -> Self::Call {
                #calls::#variant(#call)
            }

            fn wrap_cast(#cast: #protocol::Cast) -> Self::Cast {
                #casts::#variant(#cast)
            }

            fn wrap_reply(#reply: #protocol::Reply) -> Self::Reply {
                #replies::#variant(#reply)
            }

            fn open_reply(#reply: Self::Reply) -> #protocol::Reply {
                match #reply {
                    #replies::#variant(#reply) => #reply,
                    #others
                }
            }
        }
    }
}

/// The replies to other calls, if there may be some.
fn others(scope: &Scope) -> Option<TokenStream> {
    let krate = scope.krate;
    let others = scope.server.options.protocols.len() > 1 || scope.server.of(Role::Call).next().is_some();
    let sure = scope.server.options.protocols.len() > 1
        || scope.server.of(Role::Call).any(|handler| !handler.kept.is_conditional());
    let allow = (!sure).then(|| quote!(#[allow(unreachable_patterns)]));
    let unused = has_unused(scope, Kind::Reply);
    (others || unused).then(|| quote!(#allow _ => #krate::unexpected_reply(),))
}
