"""Pictures as SVG; `picture.css` sets their colors and fonts."""
