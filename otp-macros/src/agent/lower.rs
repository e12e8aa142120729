//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use syn::{Fields, Visibility};

use crate::agent::check::{self, accessors::Accessors};
use crate::agent::model::{Agent, Field};
use crate::agent::options::Options;
use crate::agent::parse::Declaration;
use crate::attrs::Kept;
use crate::diag::Errors;
use crate::fields::{self, Mark};
use crate::{faults, generics};

/// The agent that a struct is.
pub(crate) fn lower(declaration: Declaration, options: Options, errors: &mut Errors) -> Agent {
    check::placement::given_once(&declaration, errors);
    let Declaration { mut item, broken, marks, .. } = declaration;
    let generics = generics::of_struct(&item.generics, &item.ident, "an agent", errors);
    check::placement::fields(&item, errors);
    let mut fields = Vec::new();
    if let Fields::Named(named) = &mut item.fields {
        let accessors = Accessors::of(named.named.iter().zip(&marks));
        for (field, marks) in named.named.iter_mut().zip(&marks) {
            fields.extend(lower_field(field, marks, &accessors, errors));
        }
    }
    Agent { kept: Kept::sort(&item.attrs), item, broken, generics, options, fields }
}

/// A field, which is given back as it is unless it borrows; `None` for one whose type is none.
fn lower_field(field: &mut syn::Field, marks: &[Mark], accessors: &Accessors, errors: &mut Errors) -> Option<Field> {
    let ident = fields::name(field, errors)?;
    let skipped = check::field::marks(marks, errors);
    let private = !skipped && matches!(field.vis, Visibility::Inherited);
    let has_accessors = !skipped && !private;
    let has_accessors = has_accessors && accessors.admit(&ident, errors);
    let valid = check::field::data_type(&ident, &field.ty, errors);
    if let Ok(lives_on) = syn::parse2(faults::without_borrows(&field.ty)) {
        // It was reported; what rustc says of it need not be.
        field.ty = lives_on;
    }
    valid.then(|| Field {
        kept: Kept::sort(&field.attrs),
        vis: has_accessors.then(|| field.vis.clone()),
        private,
        ident,
        ty: field.ty.clone(),
    })
}
