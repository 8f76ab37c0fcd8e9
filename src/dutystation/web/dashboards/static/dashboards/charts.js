"use strict";
// Draws every chart of a page from the specification inside its figure. A figure is hidden until it is drawn,
// so that without scripts, or where drawing fails, the table beside it stands alone.
// Expressions are interpreted and never evaluated as code, which the page's security policy refuses.
(() => {
  const WIDE = 640, LONG_LABELS = 280; // pixels
  const widen = (config) => {
    config.axis.labelLimit = LONG_LABELS;
    config.legend.columns = 4;
  };
  const draw = async (figure) => {
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    figure.hidden = false;
    if (figure.clientWidth >= WIDE) widen(spec.config);
    const view = new vega.View(vega.parse(vegaLite.compile(spec).spec, null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      container: figure.querySelector("div"),
    });
    await view.runAsync();
  };
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    draw(figure).catch((problem) => {
      figure.hidden = true;
      console.error(`${figure.dataset.chart}: ${problem}`);
    });
  }
})();
