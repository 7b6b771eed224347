"""How well followq's judging of mail finds what people really answered."""
