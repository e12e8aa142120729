//! More handlers than anybody counts.

use renamed::prelude::*;

/// Sixty handlers.
struct Many(usize);

#[gen_server(crate = ::renamed)]
impl Many {
    #[init]
    fn init(first: usize) -> Self {
        Many(first)
    }
    #[call]
    fn n01(&self) -> usize {
        self.0 + 1
    }
    #[call]
    fn n02(&self) -> usize {
        self.0 + 2
    }
    #[call]
    fn n03(&self) -> usize {
        self.0 + 3
    }
    #[call]
    fn n04(&self) -> usize {
        self.0 + 4
    }
    #[call]
    fn n05(&self) -> usize {
        self.0 + 5
    }
    #[call]
    fn n06(&self) -> usize {
        self.0 + 6
    }
    #[call]
    fn n07(&self) -> usize {
        self.0 + 7
    }
    #[call]
    fn n08(&self) -> usize {
        self.0 + 8
    }
    #[call]
    fn n09(&self) -> usize {
        self.0 + 9
    }
    #[call]
    fn n10(&self) -> usize {
        self.0 + 10
    }
    #[call]
    fn n11(&self) -> usize {
        self.0 + 11
    }
    #[call]
    fn n12(&self) -> usize {
        self.0 + 12
    }
    #[call]
    fn n13(&self) -> usize {
        self.0 + 13
    }
    #[call]
    fn n14(&self) -> usize {
        self.0 + 14
    }
    #[call]
    fn n15(&self) -> usize {
        self.0 + 15
    }
    #[call]
    fn n16(&self) -> usize {
        self.0 + 16
    }
    #[call]
    fn n17(&self) -> usize {
        self.0 + 17
    }
    #[call]
    fn n18(&self) -> usize {
        self.0 + 18
    }
    #[call]
    fn n19(&self) -> usize {
        self.0 + 19
    }
    #[call]
    fn n20(&self) -> usize {
        self.0 + 20
    }
    #[call]
    fn n21(&self) -> usize {
        self.0 + 21
    }
    #[call]
    fn n22(&self) -> usize {
        self.0 + 22
    }
    #[call]
    fn n23(&self) -> usize {
        self.0 + 23
    }
    #[call]
    fn n24(&self) -> usize {
        self.0 + 24
    }
    #[call]
    fn n25(&self) -> usize {
        self.0 + 25
    }
    #[call]
    fn n26(&self) -> usize {
        self.0 + 26
    }
    #[call]
    fn n27(&self) -> usize {
        self.0 + 27
    }
    #[call]
    fn n28(&self) -> usize {
        self.0 + 28
    }
    #[call]
    fn n29(&self) -> usize {
        self.0 + 29
    }
    #[call]
    fn n30(&self) -> usize {
        self.0 + 30
    }
    #[call]
    fn n31(&self) -> usize {
        self.0 + 31
    }
    #[call]
    fn n32(&self) -> usize {
        self.0 + 32
    }
    #[call]
    fn n33(&self) -> usize {
        self.0 + 33
    }
    #[call]
    fn n34(&self) -> usize {
        self.0 + 34
    }
    #[call]
    fn n35(&self) -> usize {
        self.0 + 35
    }
    #[call]
    fn n36(&self) -> usize {
        self.0 + 36
    }
    #[call]
    fn n37(&self) -> usize {
        self.0 + 37
    }
    #[call]
    fn n38(&self) -> usize {
        self.0 + 38
    }
    #[call]
    fn n39(&self) -> usize {
        self.0 + 39
    }
    #[call]
    fn n40(&self) -> usize {
        self.0 + 40
    }
    #[call]
    fn n41(&self) -> usize {
        self.0 + 41
    }
    #[call]
    fn n42(&self) -> usize {
        self.0 + 42
    }
    #[call]
    fn n43(&self) -> usize {
        self.0 + 43
    }
    #[call]
    fn n44(&self) -> usize {
        self.0 + 44
    }
    #[call]
    fn n45(&self) -> usize {
        self.0 + 45
    }
    #[call]
    fn n46(&self) -> usize {
        self.0 + 46
    }
    #[call]
    fn n47(&self) -> usize {
        self.0 + 47
    }
    #[call]
    fn n48(&self) -> usize {
        self.0 + 48
    }
    #[call]
    fn n49(&self) -> usize {
        self.0 + 49
    }
    #[call]
    fn n50(&self) -> usize {
        self.0 + 50
    }
    #[call]
    fn n51(&self) -> usize {
        self.0 + 51
    }
    #[call]
    fn n52(&self) -> usize {
        self.0 + 52
    }
    #[call]
    fn n53(&self) -> usize {
        self.0 + 53
    }
    #[call]
    fn n54(&self) -> usize {
        self.0 + 54
    }
    #[call]
    fn n55(&self) -> usize {
        self.0 + 55
    }
    #[call]
    fn n56(&self) -> usize {
        self.0 + 56
    }
    #[call]
    fn n57(&self) -> usize {
        self.0 + 57
    }
    #[call]
    fn n58(&self) -> usize {
        self.0 + 58
    }
    #[call]
    fn n59(&self) -> usize {
        self.0 + 59
    }
    #[call]
    fn n60(&self) -> usize {
        self.0 + 60
    }
}

#[renamed::test(crate = ::renamed)]
async fn sixty_handlers_are_fine() {
    let many = Many::start(1).await.unwrap();
    assert_eq!(many.n01().await.unwrap(), 2);
    assert_eq!(many.n30().await.unwrap(), 31);
    assert_eq!(many.n60().await.unwrap(), 61);
}
