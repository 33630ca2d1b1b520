import Command

Catalogue { Threads.theorems }.main()
