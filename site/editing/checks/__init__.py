"""What editors are told before they publish: barriers in the page, and problems in the content."""
