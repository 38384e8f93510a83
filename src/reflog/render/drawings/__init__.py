"""Pictures as SVG; `picture.css` gives them color and letters."""
