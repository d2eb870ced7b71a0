using MessageLB.CommandLine.Commands.Worker;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Worker;

public sealed class RecordFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Append_Message_IsOneLineWithEverythingThatTravels()
    {
        var properties = new MessageProperties
        {
            MessageId = "m-1",
            ContentType = "text/plain",
            Persistent = true,
            Priority = 3,
            Timestamp = 1_700_000_000,
            Headers = new Dictionary<string, object?>
            {
                ["text"] = "grüße"u8.ToArray(),
                ["bytes"] = new byte[] { 0xff, 0x00 },
                ["number"] = -7L,
                ["small"] = (byte)200,
                ["half"] = 0.5,
                ["flag"] = true,
                ["nothing"] = null,
                ["list"] = new List<object?> { 1, "x"u8.ToArray() },
                ["table"] = new Dictionary<string, object?> { ["inner"] = 2 },
            },
        };
        await using (var file = RecordFile.Open(_path, new ManualTimeProvider())!)
        {
            file.Append(new Message("abc"u8.ToArray(), properties) { Exchange = "messagelb.ingress", RoutingKey = "order.new", Attempt = 2, Redelivered = true });
            file.Append(new Message(default, new MessageProperties()));
        }

        Assert.Equal(
            [
                """{"completed_at":"2031-02-03T04:05:06Z","message_id":"m-1","exchange":"messagelb.ingress","routing_key":"order.new","size":3,"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","attempt":2,"redelivered":true,"""
                + """ "properties":{"content_type":"text/plain","persistent":true,"priority":3,"timestamp":1700000000},"headers":{"text":"gr\u00FC\u00DFe","bytes":{"base64":"/wA="},"number":-7,"small":200,"half":0.5,"flag":true,"nothing":null,"list":[1,"x"],"table":{"inner":2}}}""".TrimStart(),
                """{"completed_at":"2031-02-03T04:05:06Z","message_id":null,"exchange":"","routing_key":"","size":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","attempt":1,"redelivered":false,"properties":{"persistent":false},"headers":{}}""",
            ],
            await File.ReadAllLinesAsync(_path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Open_FileOfAnEarlierRun_IsAppendedTo()
    {
        await File.WriteAllTextAsync(_path, "earlier\n", TestContext.Current.CancellationToken);

        await using (var file = RecordFile.Open(_path, new ManualTimeProvider())!) file.Append(new Message(default, new MessageProperties { MessageId = "later" }));

        var lines = await File.ReadAllLinesAsync(_path, TestContext.Current.CancellationToken);
        Assert.Equal("earlier", lines[0]);
        Assert.StartsWith("{\"completed_at\":\"2031-02-03T04:05:06Z\",\"message_id\":\"later\"", lines[1], StringComparison.Ordinal);
    }
}
