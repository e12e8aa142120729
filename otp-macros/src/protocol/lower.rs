//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{GenericParam, Generics, ItemTrait, Type, parse_quote};

use crate::attrs::Kept;
use crate::block;
use crate::diag::Errors;
use crate::gen_server::check::set::Set;
use crate::gen_server::lower::handler;
use crate::gen_server::model::{Server, Subject};
use crate::protocol::check::{method, placement};
use crate::protocol::model::{Known, Protocol};
use crate::protocol::options::ProtocolOptions;
use crate::protocol::parse::Declaration;
use crate::{generics, names};

/// The protocol that a trait declares.
pub(crate) fn lower(declaration: Declaration, options: ProtocolOptions, errors: &mut Errors) -> Protocol {
    let ProtocolOptions { shared: options, has_diagnostics } = options;
    placement::given_once(&declaration.refused, errors);
    let Declaration { attrs, head, header, body, inner, mut items, .. } = declaration;
    let mut header = match header {
        Ok(header) => header,
        Err(error) => {
            errors.push(error);
            return Protocol::Unread(quote!(#(#attrs)* #head { #(#inner)* #(#items)* }));
        }
    };
    placement::qualifiers(&mut header, errors);
    header.generics = parameters(&header, errors);
    placement::supertraits(&mut header, errors);
    placement::is_complete(&header, &items, errors);
    let mut handlers = Vec::new();
    let mut set = Set::of(Subject::Protocol, Vec::new());
    items.retain(|item| {
        if method::constant(item, errors) {
            return false;
        }
        let Some(function) = block::check::function(item, errors) else {
            return true;
        };
        let before = errors.len();
        if method::marked(item, function, errors)
            && let Some(mut handler) = handler(item, function, Subject::Protocol, errors)
        {
            let has_stub = method::types(&handler, errors) && method::is_free(&handler);
            method::body(function, errors);
            handler.vis = header.vis.clone();
            handler.valid = errors.len() == before;
            if !set.is_duplicate(&handler) {
                handler.valid &= set.admit(&handler, errors);
                handlers.extend(Some(handler).filter(|_| has_stub));
            }
        }
        true
    });
    let (path, generics) = lasting(&header);
    let client = options.client.clone().unwrap_or_else(|| names::companion(&header.ident, "Client"));
    let (_, type_generics, _) = generics.split_for_impl();
    let self_ty: Type = parse_quote!(#client #type_generics);
    let messages = Server {
        subject: Subject::Protocol,
        kept: Kept::sort(&attrs),
        ident: header.ident.clone(),
        self_ty,
        generics,
        options,
        functions: Vec::new(),
        unmarked: Vec::new(),
        handlers,
    };
    header.attrs = attrs;
    Protocol::Known(Box::new(Known { header, path, body, inner, items, messages, has_diagnostics }))
}

/// The parameters of the trait, with the bounds that everything in a message must have.
fn parameters(header: &ItemTrait, errors: &mut Errors) -> Generics {
    placement::lifetimes(header, errors);
    let name = &header.ident;
    let help = |bounds: &str| format!("`trait {name}<{bounds}>`");
    generics::bounded(&header.generics, "a protocol", help, errors)
}

/// The trait with its parameters, and these for its companions. A lifetime was reported; it is taken for `'static`.
fn lasting(header: &ItemTrait) -> (TokenStream, Generics) {
    let ident = &header.ident;
    let (lifetimes, others): (Vec<_>, Vec<_>) =
        header.generics.params.iter().cloned().partition(|param| matches!(param, GenericParam::Lifetime(_)));
    let mut generics = header.generics.clone();
    generics.params = others.into_iter().collect();
    let own = generics.params.iter().map(|param| match param {
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
    });
    let all: Vec<_> = lifetimes.iter().map(|_| quote!('static)).chain(own).collect();
    let path = if all.is_empty() { quote!(#ident) } else { quote!(#ident<#(#all),*>) };
    (path, generics)
}
