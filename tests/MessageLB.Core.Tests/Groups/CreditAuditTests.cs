using MessageLB.Core.Configuration;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Credit that no counter gives back, and credit that must not be given back.</summary>
public sealed class CreditAuditTests
{
    private readonly GroupRig _rig = new(new GroupConfig { Name = "orders", Window = WindowConfig.Fixed(20) });

    [Fact]
    public void WantingLook_NothingInFlight_IsNotWanted()
    {
        _rig.Beat("a");
        _rig.Pass(10);

        Assert.False(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_HandedOverAfterALongPause_IsNotWantedBeforeItStandsStill()
    {
        _rig.Beat("a");
        for (var i = 0; i < 10; i++) PassAndBeat(1);
        _rig.Take("a", 1);

        PassAndBeat(2);
        Assert.False(_rig.WantsLook("a"));
        PassAndBeat(0.001);
        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_CreditKeepsComingBack_IsNotWanted()
    {
        _rig.Beat("a");
        _rig.Take("a", 10);
        for (var done = 1; done < 6; done++)
        {
            PassAndBeat(1.9, done);
            Assert.False(_rig.WantsLook("a"));
        }
    }

    [Fact]
    public void WantingLook_AfterALoss_IsWantedEveryHalfSecond()
    {
        LoseOneOfTwo();
        Assert.True(_rig.WantsLook("a"));

        _rig.Look("a", new QueueDepth(0, 1));
        Assert.False(_rig.WantsLook("a"));
        PassAndBeat(0.499);
        Assert.False(_rig.WantsLook("a"));
        PassAndBeat(0.001);
        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_LookNotComparedYet_IsNotWanted()
    {
        LoseOneOfTwo();
        _rig.Look("a", new QueueDepth(0, 1));

        _rig.Pass(2);
        Assert.False(_rig.WantsLook("a"));
        _rig.Beat("a");
        Assert.True(_rig.WantsLook("a"));
    }

    [Fact]
    public void WantingLook_AfterAGracefulLeave_IsNotWanted()
    {
        _rig.Beat("a", instance: "i1");
        _rig.Beat("a", instance: "i2");
        _rig.Tick();
        _rig.Take("a", 5);

        _rig.EndPresence("a", PresenceEnd.Left, "i2");

        Assert.False(_rig.WantsLook("a"));
    }

    [Fact]
    public void OnQueueSeen_SurplusInThreeLooks_IsGivenBack()
    {
        LoseOneOfTwo(); // five in flight; the lost one had settled two of them and did not say so

        Assert.Equal([5, 5, 3], Looks((Ready: 1, Held: 2), (Ready: 1, Held: 2), (Ready: 1, Held: 2)));
        Assert.False(_rig.WantsLook("a"));
    }

    [Fact]
    public void OnQueueSeen_SurplusesDiffer_GivesTheLeastBack()
    {
        LoseOneOfTwo();

        Assert.Equal([5, 5, 4], Looks((0, 0), (2, 2), (0, 2)));
    }

    [Fact]
    public void OnQueueSeen_OneLookWithoutSurplus_EndsTheSuspicion()
    {
        LoseOneOfTwo();

        Assert.Equal([5, 5, 5], Looks((1, 2), (1, 2), (3, 2)));
        PassAndBeat(0.5, done: 1, held: 1); // something moves, so only suspicion could ask for a look
        Assert.False(_rig.WantsLook("a"));
    }

    [Fact]
    public void OnQueueSeen_WorkerFetchedSinceItsLastHeartbeat_GivesNothingBack()
    {
        // Slow work and a worker that fetches at once: until its next heartbeat neither the queue nor the worker shows the messages.
        _rig.Beat("a");
        _rig.Tick();
        _rig.Take("a", 4);
        _rig.Pass(2.2);
        for (var i = 0; i < 5; i++)
        {
            if (_rig.WantsLook("a")) _rig.Look("a", new QueueDepth(0, 1));
            _rig.Pass(0.05);
        }

        PassAndBeat(0, held: 4);
        Assert.Equal(4, _rig.Credit("a").InFlight);
        for (var i = 0; i < 10; i++)
        {
            PassAndBeat(1, held: 4);
            if (_rig.WantsLook("a")) _rig.Look("a", new QueueDepth(0, 1));
        }

        Assert.Equal(4, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnQueueSeen_TwoLiveInstances_WaitsForBoth()
    {
        _rig.Beat("a", instance: "i1");
        _rig.Beat("a", instance: "i2");
        LoseOneOfTwo("i3");

        for (var round = 0; round < 3; round++)
        {
            _rig.Pass(0.5);
            _rig.Look("a", new QueueDepth(0, 2));
            _rig.Pass(0.1);
            _rig.Beat("a", h => h with { InFlight = 1 }, "i1");
            _rig.Beat("a", h => h with { InFlight = 1 }, "i1");
            Assert.Equal(5, _rig.Credit("a").InFlight);
            _rig.Beat("a", h => h with { InFlight = 2 }, "i2");
        }

        Assert.Equal(3, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnQueueSeen_NobodyLives_ComparesAtOnce()
    {
        _rig.Beat("a");
        _rig.Take("a", 5);
        _rig.EndPresence("a", PresenceEnd.Lost);

        var inFlight = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_rig.WantsLook("a"));
            _rig.Look("a", new QueueDepth(3, 0));
            inFlight.Add(_rig.Credit("a").InFlight);
            _rig.Pass(0.5);
        }

        Assert.Equal([5, 5, 3], inFlight);
    }

    [Fact]
    public void OnPresenceEnded_LastOneToWaitFor_ComparesWithoutIt()
    {
        _rig.Beat("a");
        _rig.Take("a", 5);
        _rig.EndPresence("a", PresenceEnd.Lost);
        _rig.Look("a", new QueueDepth(0, 0));
        _rig.Pass(0.5);
        _rig.Look("a", new QueueDepth(0, 0));
        _rig.Beat("a", instance: "i2");
        _rig.Pass(0.5);
        _rig.Look("a", new QueueDepth(0, 1));
        Assert.Equal(5, _rig.Credit("a").InFlight);

        _rig.EndPresence("a", PresenceEnd.Lost, "i2");

        Assert.Equal(0, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnQueueSeen_QueueGone_GivesBackWhatWasInIt()
    {
        LoseOneOfTwo();
        for (var i = 0; i < 3; i++)
        {
            _rig.Pass(0.5);
            _rig.Look("a", null);
            PassAndBeat(0.1, held: 1);
        }

        Assert.Equal(1, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void OnQueueSeen_TakenSinceTheLook_StaysInFlight()
    {
        LoseOneOfTwo();
        for (var i = 0; i < 3; i++)
        {
            _rig.Pass(0.5);
            var before = _rig.Credit("a").Taken;
            _rig.Take("a", 1);
            _rig.Look("a", new QueueDepth(i, 1), before);
            PassAndBeat(0.1, held: 0);
        }

        // Eight taken; the third look knew of seven, of which two were ready: at most five were lost, and no look showed more.
        Assert.Equal(3, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void Resync_WithConsumers_CountsWhatIsReadyAndWhatLiveWorkersHold()
    {
        _rig.Beat("a", h => h with { InFlight = 4 });
        _rig.Take("a", 10);

        _rig.Resync("a", new QueueDepth(3, 1));

        Assert.Equal(7, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void Resync_WithoutConsumers_CountsWhatIsReadyOnly()
    {
        // The broker was away: what the worker held is in the queue again.
        _rig.Beat("a", h => h with { InFlight = 4 });
        _rig.Take("a", 10);

        _rig.Resync("a", new QueueDepth(9, 0));

        Assert.Equal(9, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void Resync_QueueGone_EmptiesTheBooks()
    {
        _rig.Beat("a", h => h with { InFlight = 4 });
        _rig.Take("a", 10);

        _rig.Resync("a", null);

        Assert.Equal(0, _rig.Credit("a").InFlight);
    }

    [Fact]
    public void Resync_EstimateTooHigh_IsSetRightByTheLooksThatFollow()
    {
        _rig.Beat("a", h => h with { InFlight = 10 });
        _rig.Tick();
        _rig.Take("a", 10);
        _rig.Resync("a", new QueueDepth(10, 1));
        Assert.Equal(20, _rig.Credit("a").InFlight);

        Assert.True(_rig.WantsLook("a"));
        Assert.Equal([20, 20, 10], Looks((0, 10), (0, 10), (0, 10)));
    }

    /// <summary>Five in flight at two instances, of which the second dies.</summary>
    private void LoseOneOfTwo(string second = "i2")
    {
        _rig.Beat("a", instance: "i1");
        _rig.Beat("a", instance: second);
        _rig.Tick();
        _rig.Take("a", 5);
        _rig.EndPresence("a", PresenceEnd.Lost, second);
    }

    private IEnumerable<int> Looks(params (int Ready, int Held)[] looks)
    {
        foreach (var (ready, held) in looks)
        {
            _rig.Pass(0.5);
            _rig.Look("a", new QueueDepth(ready, 1));
            PassAndBeat(0.1, held: held);
            yield return _rig.Credit("a").InFlight;
        }
    }

    private void PassAndBeat(double seconds, long done = 0, int held = 0)
    {
        _rig.Pass(seconds);
        _rig.Beat("a", h => h with { Done = done, InFlight = held });
        _rig.Tick();
    }
}
