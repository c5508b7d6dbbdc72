"""Tell the pages of a site that gather what its other pages show."""
