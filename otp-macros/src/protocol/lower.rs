//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use quote::quote;
use syn::{GenericParam, Lifetime, Type, parse_quote};

use crate::attrs::Kept;
use crate::block;
use crate::diag::Errors;
use crate::gen_server::check::set::Set;
use crate::gen_server::lower::handler;
use crate::gen_server::model::{Server, Subject};
use crate::gen_server::options::Options;
use crate::generics;
use crate::protocol::check::{method, placement};
use crate::protocol::model::{Known, Protocol};
use crate::protocol::parse::Declaration;

/// The protocol that a trait declares.
pub(crate) fn lower(declaration: Declaration, options: Options, errors: &mut Errors) -> Protocol {
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
            method::types(&handler, errors);
            method::body(function, errors);
            handler.vis = header.vis.clone();
            handler.valid = errors.len() == before;
            if !set.is_duplicate(&handler) {
                handler.valid &= set.admit(&handler, errors);
                handlers.push(handler);
            }
        }
        true
    });
    let (ident, (_, type_generics, _)) = (&header.ident, header.generics.split_for_impl());
    let self_ty: Type = parse_quote!(dyn #ident #type_generics);
    let messages = Server {
        subject: Subject::Protocol,
        kept: Kept::sort(&attrs),
        ident: ident.clone(),
        self_ty,
        generics: header.generics.clone(),
        options,
        functions: Vec::new(),
        handlers,
    };
    header.attrs = attrs;
    Protocol::Known(Box::new(Known { header, body, inner, items, messages }))
}

/// The parameters of the trait, with the bounds that everything in a message must have.
fn parameters(header: &syn::ItemTrait, errors: &mut Errors) -> syn::Generics {
    placement::lifetimes(header, errors);
    let name = &header.ident;
    let help = |bounds: &str| format!("`trait {name}<{bounds}>`");
    let mut generics = generics::bounded(&header.generics, "a protocol", help, errors);
    for param in &mut generics.params {
        if let GenericParam::Lifetime(param) = param {
            // It was reported; what follows must not be.
            param.bounds.push(Lifetime::new("'static", proc_macro2::Span::call_site()));
        }
    }
    generics
}
