"""Weights of words, pairs and shapes in the request test, in hundredths, made by `bench.mail --train`."""

LEARNED = """
(ad) -108
(all) -262
(any question) 40
(any questions) -112
(appreciate if) -15
(are there) 53
(call me) -36
(can we first) 178
(caps) -41
(click) -41
(command first) 145
(command later) 79
(copy) 64
(day) 114
(day)? -100
(do you know) 6
(ends :) -129
(exclaims) -69
(feel free) -39
(figures) -160
(hours) 180
(i do first) 18
(i do) -31
(i need you) -49
(i need) 87
(i was) -27
(i will) 35
(i would like) 105
(if you first) -107
(if you) -25
(length 2) 43
(length 3) 52
(length 4) 31
(length 5) -47
(length 6) -72
(let know first) 21
(let know) 27
(lets) 104
(link) -151
(long number) -120
(look forward) 19
(make sure) 92
(many names) 34
(me at all) 58
(me at all)? 29
(me obj) 3
(meet) 130
(meet)? 103
(modal past) -50
(need to) 77
(no end) -90
(past) -18
(past)? -6
(please ad) -204
(please first) 79
(please me) -120
(please verb) 111
(polite request) 84
(question ends it) 217
(question) 98
(quotes) -28
(ready) -62
(remind) 12
(short q) 2
(speaks to a name) 32
(thanks) 24
(third person) 69
(verb me) 16
(verb to person) 74
(we question first) 46
(we question) 70
(we should) 18
(wh first) 24
(wh first)? -50
(wh question) -44
(whether) 39
(which one) 151
(wonder) 33
(works for) 79
(would be) -18
(wrote q no mark) 141
(you at all) 32
(you at all)? -22
(you question first) -8
(you question) 121
(you should) 91
(you want) 14
(your view) 80
0 -7
0 0 13
0 a 14
0 am -6
0 and 3
0 at 3
0 days -4
0 for -7
0 minutes 5
0 off -2
0 on 4
0 or -10
0 p 3
0 th 27
0 to -6
^0 -3
^a -9
^and 3
^any 13
^are 16
^are you 11
^as -6
^at 9
^but -1
^can -28
^can we 3
^can you -29
^could 12
^could you 12
^did 7
^do -14
^do you -14
^don't 1
^for -10
^give 3
^go 1
^he -4
^i 11
^i also -1
^i am -13
^i don't -16
^i have 8
^i know 10
^i look -11
^i need 26
^i shall 5
^i want -9
^i was 7
^i will -4
^i would -3
^i'd 1
^i'd like 1
^i'll -18
^i'm -3
^i've -4
^if 20
^if you -17
^if you're 3
^is 13
^it -1
^just 8
^let -2
^let me 6
^let's 22
^lets 9
^my -14
^on -7
^please 13
^please add -3
^please call -2
^please contact -2
^please do 2
^please give -11
^please let -1
^please send 6
^please take -6
^please use -2
^so 2
^that 5
^the -13
^there are 2
^they -3
^this -5
^this is -5
^to -11
^to ensure -1
^we are 6
^we can 21
^we have -4
^we will 2
^we would 4
^we'll 15
^what 2
^when -5
^when you -4
^who 4
^why -6
^will -2
^with 4
^would you 2
^you 14
a -12
a 0 -9
a bit -14
a call 11
a chance 19
a check 2
a conference 11
a copy 16
a day -6
a few 11
a follow -5
a good -3
a look 4
a meeting 15
a monthly -9
a new -10
a problem -17
a question -4
a quick 9
a week -23
able 7
able to 7
about -13
about a -13
about the 10
about this -6
above -14
access 7
account -8
act 1
activate -6
activate your -6
activity -3
actually -1
add 13
added -4
additional -8
address 3
address and -4
address book -2
address the -4
addresses -3
after -7
after the -10
afternoon 17
again 10
agenda -3
agree 2
agreement 7
air -5
all -6
all of -19
all the -9
already -3
also 16
always 5
am -4
am not -1
am to 2
an 5
an e 3
an email -3
analysis -7
and 15
and 0 -4
and a -17
and discuss 19
and email 23
and get 24
and how 1
and i 12
and i'll 2
and me 4
and password -4
and paste -4
and that -4
and the -11
and want -3
and we 8
and what -12
and would 27
and you 3
another -5
answer 9
any 33
any comments -1
any other -13
any questions -6
any time -10
anymore -4
anything 9
anytime -3
app -14
apply -28
appreciate 2
approval 8
are -20
are available -2
are doing -7
are getting -2
are going 3
are not -7
are you -2
around 3
as -4
as a -4
as an -5
as possible -5
as soon 17
as the 8
as we -2
as well -3
as you 10
asap 11
ask -5
assignment -4
at 28
at 0 15
at least -7
at link -5
at my 5
at the 20
at this 4
attached -16
attachments 12
attend 12
attention -8
available 21
available at -5
available for 9
away -7
baby -3
back 2
back to 5
bad 30
bankruptcy -5
bar 25
based 9
be 24
be a -1
be able 2
be getting 2
be great 6
be happy -13
be in 2
be out -4
be sending -11
be sure 7
be the -3
be useful 8
be very 23
because 21
been 4
before 12
before the 1
begin 1
believe -15
believe that -6
below -14
below to -7
benefits -3
best -11
better -2
between -14
bid 4
bit -12
board 17
book 2
both 2
brief 12
bring -5
browser -8
browser to -2
business -10
but 6
but i -10
but we -1
but you -4
buy -41
by -3
calendar 8
calendar to 13
call -43
call ? 1
call and 8
call him -9
call if -27
call in 14
call me -18
call us -8
call with 11
called -14
can 10
can come 6
can discuss -9
can do -2
can get -1
can give 24
can have 12
can help -19
can i 17
can meet 8
can provide -4
can we -12
can you -28
can't -19
card -6
case -10
cash 13
chance 21
chance to 5
change -12
changes 15
changes to 8
check 13
check in 10
check with 15
choose -1
claim -18
clean 2
click -7
click here -1
click the -4
code -2
com -18
com to -9
come 19
come up 8
coming -4
comment 3
comments -15
communication 23
company -29
complete 2
completed -4
compliance -4
conference 14
conference call 12
conference in 7
confirm -14
confirm that -5
contact -9
contact us -4
contacts -4
continue -3
continues 12
contract -14
control 4
conversation 35
copy 18
copy and -4
copy of 6
cost 10
cost of 12
could 16
could you 10
counsel -5
covered -6
create -4
create a -3
credit 13
current 4
customers -12
d 22
data -14
day 6
days 8
deal 2
deals 20
delay 10
delivery 5
department -9
detail -7
details 1
developing -4
development -11
did 19
didn't -7
different -1
difficult 13
dinner 8
direct 10
directions -2
directly -9
discuss 15
discuss it -1
discuss the 3
discuss this -22
discuss your 5
discussed -13
discussing -4
discussion 33
discussions 3
do -29
do not -6
do so -21
do you -8
document -1
documents 5
does 5
does not -7
doesn't -11
doing -3
don't 2
don't hesitate -4
don't want -1
don't you 15
done 4
down -9
download -6
draft -13
during 19
e -6
e mail 7
each -4
early 14
earn -2
effective -6
either 15
email 11
email address -3
email and 12
email if 5
email me 15
emails -11
emails from -1
end 1
enjoy 5
ensure -7
ensure that -1
etc 12
even -14
event -5
ever -12
everyone 10
everything -1
experience -12
face -8
family -3
fax -1
feature -3
features -14
fee -3
feedback 12
feel 7
feel free 9
few 11
file 15
files -5
fill -14
fill out -8
final 10
finally 5
financial -5
find 7
find a -3
find out 3
first -5
first thing 2
fit -13
focus 6
folks -8
follow -2
follow up 3
following -2
for 27
for 0 7
for a -11
for all 10
for me -4
for more -11
for my 7
for our -2
for the 12
for this 13
for you 9
for your -16
form 5
forward 19
forward to -9
free -3
free to 9
from 12
from the 1
from us -2
from you 22
fuel 4
full -9
further -3
future 3
game -12
gas 4
general -11
get 52
get a 25
get an 2
get back -4
get it 8
get out 4
get that -11
get the 2
get this 10
get together 1
get with 9
get you -16
get your -9
getting -11
give 55
give a 10
give me 29
give us 10
give you 8
given 6
given the 7
given to -5
glad 13
glad to 22
global -3
go 5
go here -2
go over 8
go to -3
going 38
going to 7
good 7
good idea -1
got 6
great 2
guys 1
guys to 1
had -6
had a 11
handle 10
happen 16
happy -4
happy to -7
has -16
has been -2
have -5
have a -11
have any -16
have it -1
have lunch 8
have the -10
have to 10
haven't -21
having 13
he -15
he'll -13
hear 7
hear from 6
hello -5
help -35
help you -6
her 22
here -10
here to -1
hesitate -14
hesitate to -11
him -32
his -15
home -4
hope 38
hope you 10
hour 4
house -6
how -3
how much -9
how to 9
how we -10
html 3
http -1
http www -1
hurry -1
i 21
i also -1
i am -15
i believe 5
i can -3
i could 7
i did -6
i don't -16
i e -20
i get 16
i had -4
i have 20
i know 7
i look -14
i need 24
i shall 6
i should 8
i think -11
i thought -5
i understand -14
i want 5
i was 26
i will 9
i would 30
i'd -4
i'll -15
i'll get -4
i'll give 7
i'm 12
i'm not -5
i've -4
idea -2
idea of -2
ideas 7
if 18
if i -3
if possible 33
if the -19
if there's -4
if they 14
if this -7
if you -17
if you'd 3
if you're 10
immediately -2
improve 5
in 14
in a -10
in case -3
in more -7
in on -15
in order -8
in our 10
in person 8
in the -13
in this 2
in town 1
in your -14
include 3
included -17
including 21
info -12
insurance 5
interest 4
interested 24
internet -5
interview 21
into -18
into your 3
invitation -3
invite 4
invite you 7
is 4
is a -16
is going 2
is not 16
is the -11
is to 11
is your 16
issue -19
issues 66
issues and 12
it 20
it and -4
it is 9
it now 20
it out 3
it so -8
it to 12
it up 5
it was -2
it would -3
it's -5
item -3
items -8
job -10
join 27
join us 9
just 9
keep -19
kind 16
know -1
know how -2
know if 31
know that -15
know what -4
know when -4
know where 5
know your -7
last 6
last week 16
late 8
law 3
learn -4
least -7
leave -8
let -22
let me 12
let us -19
let you -2
let's 24
let's discuss 10
lets 7
letter 3
life -17
like 14
like to 8
like you -6
line -14
line to -1
link -21
link below -9
link to -4
list -13
list of -2
live -12
location -8
log -1
longer -6
look -3
look at 10
look forward -15
looking -9
looking forward 1
looks 12
looks like 12
love -7
lunch 14
made 19
mail 12
mail address -6
make 16
make a 1
make it -15
make sure 20
make the -1
make this 4
makes 3
making -10
manage -7
many -16
market -5
marketing -14
matters 6
may -4
may be -8
may not 14
maybe 5
me 29
me ? -11
me a 18
me and -19
me at -2
me know 34
me on 3
me the -3
me to 5
me what 1
meet with 1
meet you -13
meeting 26
meeting in 12
meeting on -30
meeting with 4
meetings 2
memo 5
message -9
messages -5
mid 1
might 22
might want -1
mind 19
minute -2
minutes 6
minutes to -7
moment -9
month 21
monthly -9
more -30
more information -3
more than -7
morning 6
most -2
move -5
much -3
must -6
my -15
my calendar -5
name 9
natural -4
natural gas -4
need 11
need to 23
never -1
new -18
news 9
newsletter -2
next 51
next 0 5
next week 26
night 6
no longer -4
not available 12
not going 4
not hesitate -10
not the 10
not to -2
note 7
now -2
now and -2
number -11
number of 3
numbers 3
of -4
of 0 12
of our 8
of the -1
of these 7
of this -1
of us 12
of you 3
of your 1
off 5
offer 17
office 2
ok 4
on 63
on any 4
on his 1
on my 11
on that 5
on the 7
on this 11
on your -1
one -9
online -9
only -31
open 3
open the -6
operate -1
operating -4
operations -3
opportunities -8
opportunity -3
option 22
options 5
or -16
or if -5
or not 11
or would 13
or your 12
order -10
order to -8
other 1
our 3
our new -3
out -13
out of -10
out the -3
out this -10
out to 13
outside 8
over -10
over the -8
p 2
package 11
page 9
participate 26
parties 12
password -4
past 5
paste -7
path 15
people -14
per -6
permit -4
person 24
person and 20
personnel -7
phone 1
place -3
plan 4
planning -7
please 23
please add -4
please call -5
please click -5
please contact -5
please do -15
please don't -13
please email -6
please find 6
please follow -5
please forward 7
please get 8
please give -10
please go -2
please let 7
please make 16
please print 3
please reply 18
please review 6
please send 33
please take -11
please tell 3
please use -3
please visit -6
point 13
policy -4
popular 1
position -6
possible 33
possible to 10
post -3
potential -2
power -1
prefer 4
prepared 2
presentation 6
pretty 19
price 1
print 3
prior 18
probably 7
problem -18
problems -9
problems please -9
process -9
product 5
program -4
proposal 17
provide -7
provided -22
provided in -5
public -6
purchase -7
purchases -2
question -4
questions -17
questions or -6
questions please -3
quick 9
quickly -2
rate 6
re 13
read -10
really -15
receive -4
receiving -1
recent 6
regarding 43
regarding the 31
related -10
remember 10
reply 17
reply to 8
reporting -10
reports 6
request 16
resources -7
respect 9
respect to 11
respond 13
response 7
rest 3
rest of 3
results 4
return 7
review 13
review and -4
right -15
right now -3
risk 14
room -1
run -4
said 3
sale -5
sales 2
same -8
save -29
say -7
saying -8
says -3
schedule 16
schedule a 2
scheduled 9
schedules -4
search -7
second -3
see 14
see if 9
select -5
send 51
send an 5
send it 28
send me 2
send us -7
send you -13
sender -5
sending 3
sending a -5
sent 10
sent to 7
service -1
set 34
set up 16
setting 12
shall 18
shall be 27
share -4
she -20
she will 1
ship -5
shop 1
short -15
should 9
should be -15
should have 7
show -11
sign -4
simply 1
since 4
single -3
site 6
small -19
so -1
so i 1
so if -11
so please 3
so that 16
so we -12
software -3
some 16
some of -4
someone 11
something -2
soon 16
soon as 17
sorry -4
spare 6
special -7
specific -8
standard -6
start -2
state 2
status -14
status of -2
stay 2
steps 2
still -7
storage -3
story -6
strategy -13
stuff -3
submitted -6
such -14
suggest 25
suggested -11
support -26
sure 11
sure that 9
sure to 4
sure we -7
sure you 18
survey -33
system -7
take -24
take a -12
taking -13
talk 10
talk to -13
talked -26
target -5
team 11
teams -7
tell -23
tell me -3
th 27
than -10
thank -13
thank you -7
that -2
that i -11
that is -17
that it -4
that the -9
that we 24
that will 6
that would -1
that you 2
that your -3
the 7
the 0 21
the above -11
the agenda -3
the app -3
the attached -3
the best -8
the business -10
the changes 2
the conference -9
the cost 12
the day -6
the deal 5
the email 4
the final -8
the first -8
the following -2
the full -6
the future 3
the gas 3
the group 7
the link -11
the meeting -10
the most 5
the new -5
the next 4
the office -4
the other -6
the phone 1
the presentation 7
the process -8
the rest 1
the same -8
the status 3
the top -23
the way -11
the web 6
the weekend -14
their 9
them -21
then -10
there -3
there are 1
there is -10
there's -10
therefore -9
these 8
they -14
they are -1
thing 5
things 11
think -30
think about -16
think you 4
this -51
this 0 -4
this afternoon 1
this e 6
this email -5
this is -3
this link -5
this point 4
this special -5
this to 1
this week -3
those 8
though -19
thought -8
thought that -11
through 4
time -1
time and -11
time to 7
to -15
to 0 -16
to a -6
to add 7
to address -4
to attend 12
to be 15
to begin 1
to buy -4
to call -30
to change -5
to come -8
to contact -9
to continue -3
to date -2
to discuss -2
to do -13
to download -5
to ensure -7
to find -8
to forward 3
to get -12
to give 3
to go 11
to have 9
to hear 7
to help -22
to invite 10
to join 14
to keep -10
to know 16
to learn -2
to look 8
to make 3
to manage -4
to me 12
to meet 4
to offer 7
to open -13
to our -2
to participate 20
to read -2
to receive 1
to review -1
to save -1
to see 14
to share 4
to talk -9
to the 1
to think -6
to this -7
to try -5
to update 19
to use 19
to work -14
to you -20
to your -7
today -26
together 15
told -18
tomorrow -12
tomorrow ? 1
tomorrow's -11
too 12
top -23
town -12
travel -4
trip -8
try -2
try to 6
trying -11
trying to -11
turn -8
turned -8
two 26
type -7
under -2
understand -16
unsubscribe -3
until -6
up 47
up a 9
up for -4
up here 14
up on -2
up to -20
up with -15
update 27
update your -2
upon 11
us -23
us a -11
us at -3
us for 10
us know -19
us to -13
use 23
use the -3
use your -1
used -3
used to -2
using -8
utilities -5
utility -6
value 4
vehicle -16
version -9
very 22
via -8
view -4
visit 6
voicemail -14
wait -8
want -6
want to 10
was 4
was wondering 29
watch -5
way -28
way to -12
we 26
we are -6
we can 32
we discussed -13
we do 11
we have -29
we hope -6
we need -10
we want -9
we will -8
we would 9
we'd -7
we'd like -7
we'll 16
we're -9
web 3
website -12
wedding -8
week 27
week ? -6
weekend -16
weeks -5
welcome 9
well -9
were -18
what -16
what is 11
what we -11
what you -19
what's 4
when 16
when we -26
when you 29
where 28
where we 19
whether -9
which -3
while -5
who -27
why -1
why don't 15
will -12
will be -4
will get -1
will need 4
will take -1
will you 10
wish -6
with 2
with a -23
with any -1
with her 13
with me -11
with respect 11
with the -18
with us -5
with you 24
with your 21
within -6
without -27
won't 14
won't be -2
wondering 14
wondering if 30
word -15
words -7
work -8
work on 11
work with -12
working 25
works 15
works for -9
world 3
would 31
would be -10
would like 14
would you 14
write 2
writing 1
wrong -9
www -1
years -12
yesterday -3
yet -4
you -14
you a 2
you and 34
you are 14
you available 4
you can 13
you check 9
you come 10
you could 9
you do -1
you don't 10
you for -10
you get 27
you guys -4
you have -13
you join 21
you know -15
you may -7
you might 2
you need -23
you no -3
you on -6
you or 4
you please 4
you see 14
you should 4
you the -5
you think -6
you to 3
you want -5
you will -18
you won't 16
you would -25
you'd 7
you'd like 7
you're 18
you've 3
your -38
your account -7
your address -2
your e 3
your email -10
your time 4
"""
