using Xunit;

namespace MessageLB.Simulation.Tests.Files;

public sealed class ScenarioMistakesTests
{
    [Fact]
    public void Bind_ManyMistakes_AreToldAllAtOnceWithTheirLines()
    {
        var file = ScenarioFile.Bound("""
            messages: 10
            destinations:
              a: {sped: 2}
            arrivals: {load: 1.2}
            service: {mean: -5ms}
            compare:
              - respons_time
              - {algorithm: fastest}

            """);

        Assert.Equal(
            [
                "s.yaml:1:11: messages: \"10\" is out of range: must be 1000 to 100000000",
                "s.yaml:3:7: destinations.a.sped: unknown key. Did you mean 'speed'?",
                "s.yaml:4:18: arrivals.load: \"1.2\" is all that the workers can do or more, so the queue grows as long as messages come: add 'duration', after which none do",
                "s.yaml:5:17: service.mean: \"-5ms\" is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s",
                "s.yaml:7:5: compare[0]: \"respons_time\" is neither a routing policy nor a baseline: use one of " + Policies + ", competing_consumers, random_exchange, consistent_hash_exchange. Did you mean 'response_time'?",
                "s.yaml:8:17: compare[1].algorithm: \"fastest\" is no routing policy: use one of " + Policies,
            ],
            file.Errors);
    }

    [Theory]
    [InlineData("arrivals: {rate: -5/s}", "2:18: arrivals.rate: \"-5/s\" is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s")]
    [InlineData("arrivals: {rate: 0/s}", "2:18: arrivals.rate: \"0/s\" brings no messages")]
    [InlineData("arrivals: {rate: 2000/s}", "2:18: arrivals.rate: \"2000/s\" is all that the workers can do or more (400/s), so the queue grows as long as messages come: add 'duration', after which none do")]
    [InlineData("arrivals: {load: 0.5, rate: 10/s}", "2:18: arrivals.load: cannot stand beside 'rate': keep one of them")]
    [InlineData("arrivals: {load: 0}", "2:18: arrivals.load: \"0\" is out of range: must be 0.01 to 10")]
    [InlineData("arrivals: {load: much}", "2:18: arrivals.load: \"much\" is not a load: write a part of the whole capacity, such as 0.7 or 70%")]
    [InlineData("arrivals: {kind: constant}", "2:1: arrivals: needs 'load', such as 0.7 of the workers' capacity, or 'rate', such as 1000/s")]
    [InlineData("arrivals: {kind: poison, load: 0.5}", "2:18: arrivals.kind: \"poison\" is not one of poisson, constant, bursty, trace. Did you mean 'poisson'?")]
    [InlineData("arrivals: {kind: trace, load: 0.5}", "2:18: arrivals.kind: needs 'trace', the file with the recorded arrivals")]
    [InlineData("arrivals: {kind: poisson, load: 0.5, trace: x}", "2:45: arrivals.trace: needs 'kind: trace'")]
    public void Bind_WrongArrivals_SaysWhatAndWhere(string line, string expected) =>
        Assert.Equal(["s.yaml:" + expected], ScenarioFile.Bound($"destinations: [a]\n{line}\ncompare: [response_time]\n").Errors);

    [Theory]
    [InlineData("{}", "1:1: destinations: needs at least one worker, such as 'a: {concurrency: 4, speed: 1}'")]
    [InlineData("{a b: }", "1:16: destinations.a b: \"a b\" is no valid name: use 1 to 64 of A-Z, a-z, 0-9, - and _")]
    [InlineData("[a, a]", "1:19: destinations[1].name: \"a\" is the name of two workers")]
    [InlineData("{w: {count: 2}, w-2: }", "1:31: destinations.w-2: \"w-2\" is the name of two workers")]
    [InlineData("{a: {weight: 0}}", "1:1: destinations: all have weight 0, so nothing would take a message: give one a weight of 1 or more")]
    [InlineData("{a: {speed: -1}}", "1:27: destinations.a.speed: \"-1\" is out of range: must be 0.001 to 1000")]
    [InlineData("{a: {speed: quick}}", "1:27: destinations.a.speed: \"quick\" is not a number: write one such as 2 or 0.5")]
    [InlineData("{a: {concurrency: 0}}", "1:33: destinations.a.concurrency: \"0\" is out of range: must be 1 to 10000")]
    [InlineData("{a: {count: 6000}, b: {count: 6000}}", "1:1: destinations: are 12,000 workers; the most are 10,000")]
    [InlineData("{a: {timeline: [{at: 1s}]}}", "1:31: destinations.a.timeline[0]: must say one of 'speed', 'stop: true', 'kill: true' and 'return: true'")]
    [InlineData("{a: {timeline: [{at: 1s, stop: true, speed: 2}]}}", "1:31: destinations.a.timeline[0]: must say one of 'speed', 'stop: true', 'kill: true' and 'return: true'")]
    [InlineData("{a: {timeline: [{at: 2s, speed: 2}, {at: 1s, speed: 1}]}}", "1:56: destinations.a.timeline[1].at: \"1s\" is before the event above it, at 2s: write them in the order of time")]
    [InlineData("{a: {timeline: [{at: 1s, kill: true}, {at: 2s, kill: true}]}}", "1:68: destinations.a.timeline[1].kill: kills a worker that is dead already")]
    [InlineData("{a: {timeline: [{at: 1s, kill: true}, {at: 2s, stop: true}]}}", "1:68: destinations.a.timeline[1].stop: stops a worker that stands still already")]
    [InlineData("{a: {timeline: [{at: 1s, return: true}]}}", "1:48: destinations.a.timeline[0].return: returns a worker that was not stopped")]
    [InlineData("{a: {timeline: [{at: 1s, stop: true}, {at: 2s, stop: true}]}}", "1:68: destinations.a.timeline[1].stop: stops a worker that stands still already")]
    public void Bind_WrongDestinations_SaysWhatAndWhere(string written, string expected) =>
        Assert.Equal(["s.yaml:" + expected], ScenarioFile.Bound($"destinations: {written}\narrivals: {"{load: 0.5}"}\ncompare: [response_time]\n").Errors);

    [Theory]
    [InlineData("compare: []", "3:1: compare: needs at least one policy or baseline, such as [competing_consumers, response_time]")]
    [InlineData("compare: [response_time, response_time]", "3:26: compare[1]: \"response_time\" is the name of compare[0] too: give one of them another 'name'")]
    [InlineData("compare: [{baseline: competing_consumers, algorithm: round_robin}]", "3:54: compare[0].algorithm: cannot stand beside 'baseline', which has no dispatcher: keep one of them")]
    [InlineData("compare: [{baseline: random_exchange, window: 3}]", "3:47: compare[0].window: cannot stand beside 'baseline', which has no dispatcher: 'prefetch' is what it has")]
    [InlineData("compare: [{algorithm: round_robin, prefetch: 3}]", "3:46: compare[0].prefetch: belongs to 'baseline: competing_consumers'; a policy has a 'window'")]
    [InlineData("compare: [{algorithm: round_robin, destinations: [a]}]", "3:36: compare[0].destinations: belongs to the scenario: all cases have the same destinations")]
    [InlineData("compare: [response_time]\nbaseline: respons_time", "4:11: baseline: \"respons_time\" is the name of no case; there are response_time. Did you mean 'response_time'?")]
    [InlineData("compare: [response_time]\nsweep: {load: [0.5], dispatchers: [1]}", "4:1: sweep: varies one quantity: keep one of 'load', 'feedback_delay' and 'dispatchers'")]
    [InlineData("compare: [response_time]\nsweep: {load: [0.5, 1]}", "4:21: sweep.load[1]: \"1\" is all that the workers can do or more, so the queue grows as long as messages come: add 'duration', after which none do")]
    [InlineData("compare: [response_time]\nsweep: {dispatchers: [1, 100]}", "4:26: sweep.dispatchers[1]: \"100\" is out of range: must be 1 to 64")]
    [InlineData("compare: [response_time]\nsweep: {dispatchers: [2, 2]}", "4:9: sweep.dispatchers: names a value twice")]
    [InlineData("compare: [response_time]\nseeds: 0", "4:8: seeds: is out of range: must be 1 to 1000 seeds")]
    [InlineData("compare: [response_time]\nseeds: [1, 1]", "4:1: seeds: names the seed 1 twice: a repeated run is no further evidence")]
    [InlineData("compare: [response_time]\nwarm_up: 95%", "4:10: warm_up: \"95%\" is out of range: must be 0% to 90%")]
    [InlineData("compare: [response_time]\nfeedback_delay: 1", "4:17: feedback_delay: \"1\" is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s")]
    [InlineData("compare: [response_time]\nservice: 1ms\nkinds: {a: 1}", "4:10: service: cannot stand beside 'kinds': write it inside each kind")]
    [InlineData("compare: [response_time]\nkinds: [a, a]", "4:12: kinds[1].name: \"a\" is the name of two kinds")]
    [InlineData("compare: [response_time]\nservice: {kind: trace}", "4:17: service.kind: needs 'trace', the file with the recorded service times")]
    [InlineData("compare: [response_time]\nservice: {trace: nowhere}", "4:18: service.trace: \"nowhere\" cannot be read: there is no such file")]
    public void Bind_OtherMistakes_SayWhatAndWhere(string lines, string expected) =>
        Assert.Equal(["s.yaml:" + expected], ScenarioFile.Bound($"destinations: [a]\narrivals: {"{load: 0.5}"}\n{lines}\n").Errors);

    [Theory]
    [InlineData("service: {sigma: 2}", "4:18: service.sigma: has no effect: it belongs to 'kind: lognormal'")]
    [InlineData("kinds: {a: {service: {shape: 2}}}", "4:30: kinds.a.service.shape: has no effect: it belongs to 'kind: pareto'")]
    [InlineData("arrivals: {on: 2s, load: 0.5}", "4:16: arrivals.on: has no effect: only 'kind: bursty' has bursts and pauses")]
    [InlineData("destinations: {a: {timeline: [{at: 1h, speed: 2}]}}", "4:36: destinations.a.timeline[0].at: 1h is after the end: messages arrive for about 16 min 40 s")]
    [InlineData("compare: [{baseline: consistent_hash_exchange}]", "4:11: compare[0]: 'consistent_hash_exchange' spreads by a key, and no message has one: set 'keys' to the number of different keys")]
    public void Bind_WhatIsProbablyNotMeant_IsAWarning(string line, string expected)
    {
        string[] least = ["destinations: [a]", "arrivals: {load: 0.5}", "compare: [response_time]"];
        var others = least.Select(other => other[..4] == line[..4] ? "" : other);

        var file = ScenarioFile.Bound(string.Join('\n', others) + "\n" + line + "\n");

        Assert.Empty(file.Errors);
        Assert.Equal(["s.yaml:" + expected], file.Warnings);
    }

    [Fact]
    public void Bind_KeysForTheHash_WarnsOfNothing() =>
        Assert.Empty(ScenarioFile.Bound("destinations: [a]\narrivals: {load: 0.5}\nkeys: 100\ncompare: [consistent_hash_exchange]\n").Warnings);

    [Theory]
    [InlineData("[least_conn]", "3:11: compare[0]: 'least_conn' means 'least_connections'")]
    [InlineData("[{algorithm: roundrobin}]", "3:23: compare[0].algorithm: 'roundrobin' means 'round_robin'")]
    public void Bind_Alias_IsNoted(string cases, string expected) =>
        Assert.Equal(["s.yaml:" + expected], ScenarioFile.Bound($"destinations: [a]\narrivals: {"{load: 0.5}"}\ncompare: {cases}\n").Notices);

    private static string Policies => string.Join(", ", Core.Routing.RoutingPolicyNames.All);
}
