//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use syn::ext::IdentExt as _;
use syn::{Field, Fields, MacroDelimiter, Meta, Visibility};

use crate::attrs::Kept;
use crate::diag::Errors;
use crate::fields::{self, MarkKind};
use crate::generics;
use crate::supervisor::check::{self, set::Set};
use crate::supervisor::model::{Child, Supervisor};
use crate::supervisor::options::Options;
use crate::supervisor::options::child::{self, ChildOptions};
use crate::supervisor::parse::{CHILD, Declaration};

/// The supervisor that a struct declares.
pub(crate) fn lower(declaration: Declaration, options: Options, errors: &mut Errors) -> Supervisor {
    check::placement::given_once(&declaration, errors);
    check::placement::missing_strategy(&declaration, &options, errors);
    let generics = generics::of_struct(&declaration.generics, &declaration.ident, "a supervisor", errors);
    check::placement::fields(&declaration, errors);
    let mut set = Set::default();
    let mut children = Vec::new();
    if let Fields::Named(fields) = declaration.fields {
        for field in fields.named {
            children.extend(lower_field(field, &declaration.vis, &options, &mut set, errors));
        }
    }
    Supervisor {
        kept: Kept::sort(&declaration.attrs),
        attrs: declaration.attrs,
        vis: declaration.vis,
        ident: declaration.ident,
        generics,
        options,
        children,
    }
}

/// The child that a field stands for.
fn lower_field(
    mut field: Field,
    vis: &Visibility,
    options: &Options,
    set: &mut Set,
    errors: &mut Errors,
) -> Option<Child> {
    let before = errors.len();
    let marks = CHILD.split(&mut field, &options.krate);
    let ident = fields::name(&field, errors)?;
    let Field { attrs, vis: own_vis, ty, .. } = field;
    check::child::attributes(&attrs, errors);
    check::child::marks(&marks, errors);
    let own = marks.first().map_or_else(ChildOptions::default, |mark| match (&mark.kind, &mark.attr.meta) {
        (MarkKind::Right | MarkKind::Misspelt, Meta::List(list))
            if matches!(list.delimiter, MacroDelimiter::Paren(_)) =>
        {
            child::read(list.tokens.clone(), &options.krate, errors)
        }
        _ => ChildOptions::default(),
    });
    if let Some(significant) = own.significant.as_ref().filter(|_| !options.auto_shutdown) {
        check::child::significant(significant, errors);
    }
    let kept = Kept::sort(&attrs);
    let id = own.id.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
    if !set.admit(&ident, &id, own.id.as_ref(), kept.is_conditional(), errors) {
        return None;
    }
    check::child::reserved(&ident, errors);
    let ty = check::child::child_type(&ident, &ty, errors).cloned();
    Some(Child {
        valid: errors.len() == before,
        kept,
        vis: if matches!(own_vis, Visibility::Inherited) { vis.clone() } else { own_vis },
        ident,
        ty,
        id,
        args: own.args,
        building: own.building,
        settings: own.settings,
    })
}
