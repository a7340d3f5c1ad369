"""Other ways of making the same papers, each as well as it can be done."""
