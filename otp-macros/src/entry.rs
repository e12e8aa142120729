//! `#[otp_runtime::main]` and `#[otp_runtime::test]`: a function whose body is a process, with a runtime around it.
//!
//! The body stays raw tokens: what is wrong inside it is the compiler's to say.

mod check;
mod options;

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Generics, ReturnType, Safety, Signature, Visibility, token};

use crate::diag::{Errors, expansion};
use crate::item::{other, ungrouped};
use options::Options;

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Main,
    Test,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Main => "main",
            Kind::Test => "test",
        }
    }
}

struct Function {
    attrs: Vec<Attribute>,
    vis: Visibility,
    sig: Signature,
    body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let (vis, sig) = (input.parse()?, input.parse()?);
        if !input.peek(token::Brace) {
            return Err(input.error("expected the body of the function"));
        }
        Ok(Function { attrs, vis, sig, body: input.parse()? })
    }
}

/// The expansion. It cannot fail: whatever is wrong, there is a function of that name, and the errors come last.
pub(crate) fn expand(kind: Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    expansion(|errors| read(kind, args, item, errors))
}

/// The function with a runtime around its body.
pub(crate) fn read(kind: Kind, args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(kind, args, errors);
    let item = ungrouped(item);
    let Ok(mut function) = syn::parse2::<Function>(item.clone()) else {
        let other = other(item);
        check::not_a_function(kind, &other, errors);
        return other.tokens;
    };
    check::alone(kind, &mut function, errors);
    check::signature(&function.sig, errors);
    process(kind, function, &options)
}

fn process(kind: Kind, function: Function, options: &Options) -> TokenStream {
    let Function { attrs, vis, mut sig, body } = function;
    // What else stands there was reported.
    (sig.constness, sig.asyncness, sig.safety, sig.abi) = (None, None, Safety::Default, None);
    (sig.generics, sig.inputs, sig.variadic) = (Generics::default(), Punctuated::new(), None);
    let Options { workers, paused, krate } = options;
    let workers = match workers {
        Some(workers) => quote!(::core::option::Option::Some(#workers)),
        None => quote!(::core::option::Option::None),
    };
    let test = (kind == Kind::Test).then(|| quote!(#[::core::prelude::v1::test]));
    let run = Ident::new(kind.name(), Span::call_site());
    let output = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, output) => output.to_token_stream(),
    };
    quote! {
        #(#attrs)*
        #test
        #vis #sig {
            async fn body() -> #output #body
            #krate::__private::#run(#krate::__private::Runs { workers: #workers, paused: #paused }, body())
        }
    }
}
