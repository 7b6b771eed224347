"""Weights of words, pairs and shapes in the request test, in hundredths, made by `bench.mail --train`."""

LEARNED = """
(ad) -111
(all) -254
(any questions) -114
(call me) -34
(can we first) 176
(click) -47
(command first) 149
(command later) 86
(copy) 58
(day) 123
(day)? -88
(ends :) -130
(exclaims) -74
(figures) -153
(hours) 179
(i do) -30
(i need) 80
(i will) 40
(i would like) 97
(if you first) -108
(if you) -29
(length 2) 37
(length 3) 56
(length 4) 35
(length 5) -51
(length 6) -71
(lets) 106
(link) -147
(long number) -114
(make sure) 93
(many names) 27
(me at all) 67
(me at all)? 28
(meet) 136
(meet)? 96
(need to) 88
(no end) -100
(please ad) -211
(please first) 73
(please me) -114
(please verb) 113
(polite request) 86
(question ends it) 220
(question) 99
(quotes) -31
(speaks to a name) 26
(third person) 65
(verb to person) 71
(we question) 73
(wh question) -58
(whether) 48
(which one) 146
(works for) 84
(wrote q no mark) 148
(you at all) 32
(you at all)? -23
(you question) 113
(you should) 88
0 -5
0 0 12
0 a 12
0 am -6
0 and 2
0 at 3
0 days -4
0 for -5
0 minutes 5
0 off -2
0 on 5
0 or -8
0 p 3
0 th 26
0 to -5
^0 -3
^a -8
^and 3
^any 14
^are 16
^are you 10
^as -7
^at 8
^but -2
^can -25
^can we 4
^can you -27
^could 13
^could you 12
^did 6
^do -12
^do you -12
^don't 1
^for -8
^give 4
^go 1
^he -4
^i 13
^i also -1
^i am -13
^i don't -14
^i have 8
^i know 10
^i look -9
^i need 23
^i shall 5
^i think 2
^i want -8
^i was 6
^i will -3
^i'll -14
^i'm 1
^i've -3
^if 14
^if you -18
^if you're 4
^in 1
^is 11
^it -1
^just 7
^let 1
^let me 8
^let's 20
^lets 7
^my -12
^on -6
^please 13
^please add -4
^please call -2
^please contact -2
^please do 1
^please give -9
^please let 1
^please send 6
^please take -6
^please use -2
^so 2
^that 3
^the -15
^there 1
^there are 2
^they -3
^this -8
^this is -5
^to -11
^to ensure -1
^we 7
^we are 5
^we can 22
^we have -5
^we will 3
^we would 4
^we'll 15
^what 2
^when -4
^when you -3
^who 3
^why -3
^with 3
^would you 2
^you 11
a -14
a 0 -7
a bit -14
a call 11
a chance 19
a check 3
a conference 10
a copy 14
a day -5
a few 10
a follow -3
a good -2
a little -1
a look 4
a meeting 14
a monthly -8
a new -9
a problem -15
a question -4
a quick 10
a week -21
able 6
able to 6
about -15
about a -12
about the 8
about this -5
above -12
access 5
account -8
activate -6
activate your -6
activity -2
actually -2
add 11
added -4
additional -8
address 3
address and -3
address book -1
address the -4
addresses -3
after -6
after the -9
afternoon 16
again 9
agenda -2
agree 1
agreement 6
air -5
all -9
all of -16
all the -8
already -3
also 14
always 4
am -9
am not -2
am to 2
an 5
an e 2
an email -3
analysis -8
and 15
and 0 -4
and a -14
and discuss 18
and email 21
and get 21
and give 2
and how 1
and i 11
and i'll 1
and let -1
and me 4
and password -3
and paste -4
and that -4
and the -9
and want -3
and we 6
and what -12
and would 25
and you 2
another -5
answer 9
any 31
any other -12
any questions -6
any time -8
anymore -3
anything 8
anytime -2
app -14
apply -25
appreciate 2
approval 7
are -20
are available -1
are doing -7
are getting -2
are going 2
are not -6
are you -2
around 2
as -6
as a -4
as an -5
as possible -4
as soon 15
as the 7
as we -2
as well -2
as you 8
asap 8
ask -2
assignment -5
at 27
at 0 14
at least -6
at link -5
at my 5
at the 21
at this 4
attached -13
attachments 12
attend 10
attention -9
available 21
available at -5
available for 10
available to 1
away -6
baby -3
back 2
back to 3
bad 24
bankruptcy -5
bar 22
based 7
be 23
be a -1
be able 1
be getting 3
be great 5
be happy -14
be in 1
be out -3
be sending -11
be sure 5
be the -3
be useful 8
be very 22
because 19
been 2
before 10
before the 1
begin 1
being 1
believe -13
believe that -5
below -12
below to -6
benefits -3
best -10
better -2
between -14
bid 4
bit -12
board 16
book 2
both 4
brief 10
bring -5
browser -7
browser to -2
business -8
but 4
but i -8
but we -2
but you -3
buy -36
by -4
calendar 7
calendar to 12
call -40
call ? 1
call and 8
call him -10
call if -25
call in 13
call me -16
call us -8
call with 10
called -14
can 14
can come 6
can discuss -6
can do -3
can get -1
can give 22
can have 9
can help -17
can i 15
can meet 7
can provide -4
can we -11
can you -26
can't -18
card -5
case -9
cash 11
chance 23
chance to 5
change -11
changes 13
changes to 7
check 14
check in 9
check with 14
choose -1
claim -17
clean 2
click -7
click here -1
click the -5
code -2
com -18
com to -9
come 18
come up 7
coming -5
comment 2
comments -8
communication 22
company -26
complete 2
completed -1
compliance -4
conference 14
conference call 11
conference in 7
confirm -14
confirm that -5
contact -9
contact us -4
contacts -5
continue -3
continues 9
contract -14
control 4
conversation 33
copy 18
copy and -4
copy of 6
cost 9
cost of 10
could 16
could you 11
counsel -5
covered -5
create -4
create a -2
credit 12
current 3
customers -11
d 20
data -11
day 5
days 6
deal 3
deals 17
delay 10
delivery 4
department -9
detail -6
developing -4
development -10
did 15
did you -1
didn't -7
different -2
difficult 12
dinner 7
direct 9
directly -8
discuss 12
discuss it -1
discuss the 3
discuss this -19
discuss your 5
discussed -12
discussing -2
discussion 28
discussions 2
do -28
do not -7
do so -19
do you -8
document -3
documents 5
does 3
does not -6
doesn't -11
doing -5
don't hesitate -5
don't want -1
don't you 15
done 4
down -8
download -5
draft -13
during 16
e -7
e mail 6
each -4
early 14
earn -2
effective -6
either 14
email 12
email address -3
email and 12
email if 6
email me 14
emails -11
emails from -1
end 1
enjoy 5
ensure -7
ensure that -2
etc 12
even -12
event -4
ever -11
everyone 11
everything -1
experience -10
face -8
family -2
fax -1
feature -4
features -12
fee -4
feedback 11
feel 5
feel free 6
few 10
file 13
files -5
fill -13
fill out -7
final 8
finally 5
financial -5
find 7
find a -3
find out 2
first -5
first thing 2
fit -11
focus 6
folks -9
follow -2
follow up 3
following -1
for 27
for 0 7
for a -10
for all 9
for me -4
for more -9
for my 8
for our -1
for the 12
for this 12
for you 8
for your -15
form 6
forward 20
forward this -1
forward to -5
free -5
free to 6
from 11
from us -2
from you 20
fuel 4
full -9
further -5
future 3
game -12
gas 2
general -9
get 51
get a 25
get an 2
get back -5
get it 8
get out 3
get that -7
get this 11
get with 9
get you -15
get your -8
gets -1
getting -9
give 54
give a 8
give me 29
give us 8
give you 8
given 5
given the 6
given to -5
glad 11
glad to 19
global -3
go 4
go here -2
go over 7
go to -3
going 37
going to 8
good 6
good idea -1
got 5
great 1
group -4
guys 1
guys to 1
had -8
had a 10
handle 9
happen 15
happy -5
happy to -8
has -16
has been -2
have -11
have a -14
have any -13
have it -1
have lunch 8
have the -7
have to 9
haven't -19
having 12
he -14
he'll -11
hear 7
hear from 5
hello -5
help -32
help you -5
her 20
here -9
here to -1
hesitate -16
hesitate to -12
him -32
his -15
home -4
hope 37
hope you 10
hour 4
house -6
how -2
how much -8
how to 8
how we -8
html 3
http -1
http www -1
hurry -1
i 20
i also -1
i am -18
i believe 4
i can -2
i could 6
i did -7
i don't -14
i e -19
i get 15
i had -6
i have 15
i know 6
i look -11
i need 20
i shall 6
i should 6
i think -7
i thought -5
i understand -12
i want 4
i was 24
i will 8
i would 31
i'd -5
i'd like -1
i'll -11
i'll get -3
i'll give 6
i'm 14
i'm not -2
i've -3
idea -2
idea of -2
ideas 6
if 21
if i -2
if possible 31
if the -16
if there's -6
if they 13
if this -6
if you -17
if you'd 3
if you're 10
immediately -3
important 1
improve 4
in 12
in a -9
in case -2
in more -6
in on -13
in order -7
in our 8
in person 7
in the -15
in this -1
in town 1
in your -12
include 3
included -14
including 17
info -10
information 2
insurance 4
interest 3
interested 20
internet -4
interview 18
into -17
into the 1
into your 3
invitation -3
invite 3
invite you 5
is 4
is a -14
is going 3
is not 14
is the -9
is to 9
is your 13
issue -19
issues 60
issues and 11
it 21
it and -5
it is 9
it now 20
it out 2
it so -8
it to 11
it up 5
it was -3
it would -2
it's -4
item -3
items -8
job -8
join 27
join us 10
just 9
keep -18
kind 15
know 5
know how -1
know if 28
know that -12
know what -2
know when -2
know where 5
know your -5
last 6
last week 14
late 7
law 4
learn -4
least -6
leave -8
let -15
let me 15
let us -15
let's 22
let's discuss 9
lets 6
letter 1
life -17
like 13
like to 7
like you -6
line -13
line to -1
link -20
link below -8
link to -4
list -13
list of -2
little -1
live -11
location -7
log -1
longer -6
look at 10
look forward -12
looking -6
looking forward 2
looks 10
looks like 10
love -8
lunch 14
made 17
mail 9
mail address -5
make 15
make a 1
make it -15
make sure 20
make the -1
make this 4
makes 3
making -9
manage -7
many -14
market -4
marketing -13
matters 5
may -5
may be -7
may not 12
maybe 5
me 31
me ? -10
me a 18
me and -18
me at -2
me know 34
me on 5
me the -1
me to 5
me what 1
meet 1
meet you -10
meeting 26
meeting in 11
meeting on -27
meeting with 3
meetings 3
memo 3
message -10
messages -5
mid 1
might 20
might want -1
mind 16
minute -3
minutes 7
minutes to -6
moment -8
month 17
monthly -8
more -29
more information -2
more than -6
morning 6
most -3
move -5
much -2
must -5
my -13
my calendar -4
name 8
natural -3
natural gas -3
need 6
need to 22
never -1
new -19
news 6
newsletter -2
next 52
next 0 4
next week 26
night 6
no longer -4
not -1
not available 11
not going 5
not hesitate -11
not the 8
not to -2
note 5
now -2
now and -2
number -10
number of 3
numbers 3
of -5
of 0 10
of our 7
of the -2
of these 6
of this -2
of us 11
of you 5
off 5
offer 16
office 2
ok 4
on 61
on any 4
on his 1
on my 9
on that 5
on the 7
on this 10
on your -1
once 2
one -9
one of 1
online -8
only -27
open 2
open the -5
operate -1
operating -3
operations -3
opportunities -8
opportunity -2
opportunity to 1
option 19
options 4
or -14
or i -1
or if -7
or not 9
or would 12
or your 11
order -9
order to -7
other 1
our 3
our new -3
out -13
out of -10
out the -3
out this -10
out to 11
outside 6
over -10
over the -7
p 3
package 10
page 9
participate 24
parties 11
password -4
past 3
paste -6
path 14
people -12
per -7
permit -4
person 23
person and 18
personnel -8
phone 1
place -3
plan 2
planning -6
please 23
please add -5
please call -6
please click -5
please contact -6
please do -14
please don't -13
please email -5
please feel -1
please find 5
please follow -5
please forward 6
please get 7
please give -8
please go -2
please let 8
please make 15
please print 3
please reply 16
please review 9
please send 30
please take -10
please tell 1
please use -3
please visit -5
point 13
policy -3
popular 2
position -5
possible 30
possible to 9
post -3
potential -2
power -1
prefer 3
presentation 5
pretty 16
print 3
prior 16
probably 7
problem -17
problems -8
problems please -8
process -9
product 5
program -3
proposal 14
provide -5
provided -21
provided in -4
public -5
purchase -6
purchases -2
question -4
questions -15
questions or -6
questions please -4
quick 9
quickly -2
rate 5
re 11
read -9
really -15
receive -4
receiving -1
recent 6
regarding 40
regarding the 29
related -9
remember 9
reply 15
reply to 7
reporting -10
reports 5
request 15
resources -7
respect 10
respect to 11
respond 12
response 7
rest 4
rest of 4
results 4
return 6
review 16
review and -2
right -13
right now -2
risk 13
run -4
said 1
sale -5
sales 3
same -7
save -25
say -6
saying -7
says -2
schedule 15
schedule a 1
scheduled 9
schedules -4
search -6
second -3
see 16
see if 9
select -5
send 50
send an 4
send it 26
send me 4
send us -7
send you -11
sender -5
sending 1
sending a -6
sent 9
sent to 5
service -1
set 31
set up 15
setting 13
shall 16
shall be 24
share -6
she -16
she will 2
ship -4
shop 1
short -14
should 9
should be -12
should have 5
show -12
sign -3
simply 1
since 5
single -3
site 6
small -19
so -1
so i 1
so if -10
so please 3
so that 14
so we -7
software -3
some 15
some of -4
someone 11
something -1
soon 15
soon as 15
sorry -3
spare 4
special -7
specific -8
standard -6
start -1
state 2
status -14
status of -3
stay 2
steps 2
still -6
storage -2
story -5
strategy -11
stuff -4
submitted -6
such -13
suggest 24
suggested -9
support -24
sure 11
sure that 10
sure to 3
sure we -6
sure you 16
survey -29
system -7
take -23
take a -11
taking -12
talk 7
talk to -14
talked -23
target -5
team 10
teams -6
tell -22
tell me -4
th 26
than -10
thank -12
thank you -6
that -6
that i -13
that is -16
that it -4
that the -7
that we 21
that will 6
that would -1
that your -2
the 9
the 0 19
the above -10
the agenda -3
the app -3
the attached -1
the best -7
the business -10
the changes 2
the conference -8
the cost 10
the day -5
the deal 4
the email 3
the final -6
the first -8
the following -1
the full -6
the future 3
the gas 2
the group 4
the link -11
the meeting -10
the most 4
the new -5
the next 5
the office -4
the other -4
the presentation 6
the process -6
the rest 1
the same -7
the status 3
the top -20
the way -11
the web 5
the weekend -12
their 8
them -18
then -8
there -1
there are 1
there is -10
there's -10
therefore -9
these 8
they -12
they are -1
thing 5
things 7
think -24
think about -14
think you 4
this -48
this 0 -4
this afternoon 1
this e 6
this email -5
this is -3
this link -5
this point 4
this special -5
this to 1
this week -4
those 7
though -15
thought -8
thought that -10
through 3
time -1
time and -10
time to 7
to -16
to 0 -14
to a -5
to add 6
to address -4
to attend 10
to be 11
to begin 1
to buy -4
to call -29
to change -5
to come -6
to contact -9
to continue -3
to date -2
to discuss -5
to do -11
to download -4
to ensure -7
to find -7
to forward 3
to get -12
to give 1
to go 9
to have 8
to hear 7
to help -19
to invite 9
to join 14
to keep -10
to know 14
to learn -1
to look 9
to make 4
to manage -3
to me 11
to meet 4
to offer 6
to open -13
to our 1
to participate 18
to read -1
to review -1
to save -2
to see 14
to share 3
to talk -7
to the -1
to think -5
to this -8
to try -5
to update 17
to use 17
to work -12
to you -20
to your -5
today -27
together 13
told -18
tomorrow -13
tomorrow ? 1
tomorrow's -9
too 9
top -20
town -12
travel -3
trip -7
try to 7
trying -10
trying to -10
turn -9
turned -7
two 22
type -6
under -2
understand -15
unsubscribe -3
until -5
up 50
up a 10
up for -5
up here 13
up on -1
up to -17
up with -14
update 25
update your -2
upon 9
us -20
us a -10
us at -4
us for 9
us know -15
us to -12
use 20
use the -3
use your -1
used -3
used to -2
using -7
utilities -6
utility -5
value 3
vehicle -13
version -9
very 21
via -7
view -4
visit 7
voicemail -13
wait -6
want -4
want to 7
was wondering 27
watch -4
way -26
way to -10
we 31
we are -7
we can 35
we discussed -12
we do 10
we have -26
we hope -4
we need -7
we want -8
we will -9
we would 8
we'd -8
we'd like -8
we'll 15
we're -9
web 2
website -11
wedding -7
week 26
week ? -5
weekend -14
weeks -5
welcome 7
well -8
were -17
what -14
what is 10
what we -10
what you -17
what's 2
when 19
when we -24
when you 30
where 26
where we 17
whether -9
which -2
while -4
who -24
why -1
why don't 15
will -10
will be -3
will get -2
will need 4
will take -1
will you 9
wish -5
with a -20
with any -2
with her 12
with me -11
with respect 11
with the -19
with us -3
with you 17
with your 20
within -5
without -26
won't 13
won't be -1
wondering 14
wondering if 29
word -13
words -6
work -6
work on 11
work with -11
working 21
works 13
works for -8
world 3
would 31
would be -9
would like 14
would you 13
write 3
wrong -9
www -1
years -11
yesterday -4
yet -4
you -12
you a 1
you and 31
you are 14
you available 4
you can 11
you check 9
you come 9
you could 7
you do -2
you don't 9
you for -11
you get 27
you guys -4
you have -11
you join 20
you know -12
you may -7
you might 3
you need -23
you no -3
you on -5
you or 4
you please 3
you see 12
you should 5
you the -3
you think -5
you to 1
you want -1
you will -16
you won't 15
you would -22
you'd 6
you'd like 7
you're 16
you've 3
your -35
your account -7
your address -1
your e 2
your email -8
your time 5
"""
