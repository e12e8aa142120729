//! What all generated items share: names, types, visibility.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Type, Visibility};

use crate::gen_server::model::{Arg, Handler, Role, Server, Subject};
use crate::{names, types};

/// The enums of a server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Reply,
    Cast,
    Info,
    Continue,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Call, Self::Reply, Self::Cast, Self::Info, Self::Continue];

    /// The second half of its name, which is also the name of its associated type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Call => "Call",
            Self::Reply => "Reply",
            Self::Cast => "Cast",
            Self::Info => "Info",
            Self::Continue => "Continue",
        }
    }

    /// The handlers it has a variant for.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Call | Self::Reply => Role::Call,
            Self::Cast => Role::Cast,
            Self::Info => Role::Info,
            Self::Continue => Role::Continue,
        }
    }
}

/// A server, with what is worked out once for all its items.
pub(crate) struct Scope<'a> {
    pub(crate) server: &'a Server,
    /// The path of the runtime.
    pub(crate) krate: &'a TokenStream,
    /// The `#[cfg]`s of the impl, which go on every item.
    pub(crate) cfg: TokenStream,
    /// The visibility of the start functions: the widest of the handlers'.
    pub(crate) vis: Visibility,
    /// The name of the client.
    pub(crate) client: Ident,
    /// Where errors about the whole server go: its name in the header.
    pub(crate) header: Span,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        let client = server.options.client.clone();
        Self {
            server,
            krate: &server.options.krate,
            cfg: server.kept.cfg(),
            vis: widest(server),
            client: client.unwrap_or_else(|| names::companion(&server.ident, "Client")),
            header: Span::call_site().located_at(server.ident.span()),
        }
    }

    /// The name of an enum.
    pub(crate) fn name(&self, kind: Kind) -> Ident {
        names::companion(&self.server.ident, kind.name())
    }

    /// A type of the user's, for a place where `Self` is something else.
    pub(crate) fn ty(&self, ty: impl ToTokens) -> TokenStream {
        types::without_self(ty, &self.server.self_ty)
    }

    /// The type that a message holds for an argument: for one that is lent, what owns a copy of it.
    pub(crate) fn owned(&self, arg: &Arg) -> TokenStream {
        let Some(lent) = &arg.lent else { return self.ty(&arg.ty) };
        if let Type::Slice(slice) = types::bare(lent) {
            let elem = self.ty(&slice.elem);
            return quote!(::std::vec::Vec<#elem>);
        }
        let name = types::last_segment(lent).map(|segment| segment.ident.to_string());
        match name.as_deref() {
            Some("str") => quote!(::std::string::String),
            Some("Path") => quote!(::std::path::PathBuf),
            Some("OsStr") => quote!(::std::ffi::OsString),
            Some("CStr") => quote!(::std::ffi::CString),
            _ => self.ty(lent),
        }
    }

    /// The type of the messages of a kind.
    pub(crate) fn message_type(&self, kind: Kind) -> TokenStream {
        if !self.server.has(kind.role()) {
            return quote!(::core::convert::Infallible);
        }
        let name = self.name(kind);
        let (_, generics, _) = self.server.generics.split_for_impl();
        quote!(#name #generics)
    }

    /// The type of a reply.
    pub(crate) fn reply_type(&self, handler: &Handler) -> TokenStream {
        handler.reply().map_or_else(|| quote!(()), |ty| self.ty(ty))
    }

    /// The type of the message of an info or a continue.
    pub(crate) fn only_type(&self, handler: &Handler) -> TokenStream {
        handler.data().next().map(|arg| self.ty(&arg.ty)).unwrap_or_default()
    }

    /// `BankAccountCall::Withdraw { amount }`: to build a message, and to take it apart.
    pub(crate) fn message(&self, kind: Kind, handler: &Handler) -> TokenStream {
        let (name, variant) = (self.name(kind), &handler.variant);
        let fields = handler.names();
        if handler.data().next().is_none() { quote!(#name::#variant) } else { quote!(#name::#variant { #(#fields),* }) }
    }

    /// The same with copies of what is lent.
    pub(crate) fn owning_message(&self, kind: Kind, handler: &Handler) -> TokenStream {
        if !handler.borrows() {
            return self.message(kind, handler);
        }
        let (krate, name, variant) = (self.krate, self.name(kind), &handler.variant);
        let fields = handler.data().zip(handler.names()).map(|(arg, name)| match arg.lent {
            Some(_) => quote!(#name: #krate::owned(#name)),
            None => quote!(#name),
        });
        quote!(#name::#variant { #(#fields),* })
    }

    /// `BankAccountCall::Withdraw { .. }`.
    pub(crate) fn any(&self, kind: Kind, handler: &Handler) -> TokenStream {
        let (name, variant) = (self.name(kind), &handler.variant);
        match kind {
            Kind::Call | Kind::Cast if handler.data().next().is_none() => quote!(#name::#variant),
            Kind::Call | Kind::Cast => quote!(#name::#variant { .. }),
            Kind::Reply | Kind::Info | Kind::Continue => quote!(#name::#variant(_)),
        }
    }

    /// The type of a call of the client's.
    pub(crate) fn call(&self) -> Ident {
        let name = match self.server.subject {
            Subject::Server => "Call",
            Subject::Protocol => "ProtocolCall",
        };
        Ident::new(name, Span::call_site())
    }

    /// The path of the runtime, for errors at `place`.
    pub(crate) fn krate_at(&self, place: Span) -> TokenStream {
        names::relocate(self.krate.clone(), place)
    }

    /// `#[doc(hidden)]` for the types of a server that is not for everybody. They are `pub` all the same: they are
    /// associated types of the server, which may be `pub`, and those cannot be private.
    pub(crate) fn hidden(&self) -> TokenStream {
        if matches!(self.vis, Visibility::Public(_)) { TokenStream::new() } else { quote!(#[doc(hidden)]) }
    }

    /// `#[allow(private_…)]` for an item as visible as the server, made from methods that are less so.
    pub(crate) fn allow_private<'h>(&self, handlers: impl IntoIterator<Item = &'h Handler>) -> TokenStream {
        let narrower = handlers.into_iter().any(|handler| self.is_narrower(&handler.vis));
        if narrower { quote!(#[allow(private_interfaces, private_bounds)]) } else { TokenStream::new() }
    }

    /// Whether something of this visibility is less visible than the server.
    pub(crate) fn is_narrower(&self, vis: &Visibility) -> bool {
        width(vis) < width(&self.vis)
    }
}

fn widest(server: &Server) -> Visibility {
    let all = server.handlers.iter().map(|handler| &handler.vis);
    all.fold(Visibility::Inherited, |widest, vis| if width(vis) > width(&widest) { vis.clone() } else { widest })
}

fn width(vis: &Visibility) -> u8 {
    match vis {
        Visibility::Public(_) => 4,
        Visibility::Restricted(vis) if vis.path.is_ident("crate") => 3,
        Visibility::Restricted(vis) if vis.path.is_ident("self") => 0,
        Visibility::Restricted(vis) if vis.path.is_ident("super") => 1,
        Visibility::Restricted(_) => 2,
        Visibility::Inherited => 0,
    }
}

/// The tokens of a plain type that is only a name or `Self`, for docs.
pub(crate) fn is_self(ty: &Type, server: &Type) -> bool {
    let shown = crate::diag::show(types::bare(ty));
    shown == "Self" || shown == crate::diag::show(server)
}
