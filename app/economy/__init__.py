"""Budget, outcome and forecast with the words beside them; remedies, recovery plans, frames, financial goals."""
